package io.seiexport.routes;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

import io.seiexport.routes.Flow.Call;
import io.seiexport.routes.Flow.Node;
import io.seiexport.routes.Flow.Policy;
import io.seiexport.routes.Svg.Box;
import io.seiexport.routes.Svg.Shade;

/**
 * Draws the routes from the clocks down to the sinks. A new export, step, call or sink finds its place by itself; a
 * route that nothing on this way leads to stands at the bottom.
 */
final class FlowPicture {
    private static final int WIDTH = 920;
    private static final int MARGIN = 16;
    private static final int FULL = WIDTH - 2 * MARGIN;
    private static final int PAD = 14;
    private static final int GAP = 12;
    private static final int LABEL = 28;
    private static final int FALL = 36;
    private static final int CHIP = 24;
    private static final int RULE = 140;
    private static final int MOST_IN_A_ROW = 5;

    private static final List<Shade> SHADES = List.of(
            new Shade("#0550ae", "#e6f2ff", "#a5cdf5"),
            new Shade("#6639ba", "#f4eeff", "#d3bdf7"),
            new Shade("#116329", "#e4f7e8", "#a6dcb3"),
            new Shade("#0b6b74", "#e2f6f6", "#a3d9dc"),
            new Shade("#5c6b00", "#f3f6d9", "#cfd88f"));

    private final Flow flow;
    private final Svg svg = new Svg();
    private final Map<String, Shade> shades = new LinkedHashMap<>();
    private final Map<Node, Box> places = new LinkedHashMap<>();

    /** A step of the job with the route that it calls, and the column where both stand. */
    private record Step(String id, Node route, int x, int width) {
    }

    FlowPicture(Flow flow) {
        this.flow = flow;
    }

    static FlowPicture of(Path routes, Path settings) throws IOException {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(settings)) {
            properties.load(reader);
        }
        return new FlowPicture(Flow.read(routes, properties));
    }

    String svg() {
        var clocked = flow.routes().stream().filter(route -> route.start().scheme().equals("quartz")).toList();
        var planner = onlyCallee(clocked);
        var worker = onlyCallee(List.of(onlyCallee(List.of(planner))));
        var job = onlyCallee(List.of(worker));
        var steps = steps(job);
        var working = steps.stream().filter(step -> !step.route().fansOut()).toList();
        var handingOn = steps.stream().filter(step -> step.route().fansOut()).toList();

        drawExports(clocked, planner);
        drawJob(job, working, handingOn, drawWorker(worker, drawQueue(planner)));
        var bottom = drawRest(drawSinks(handingOn, drawCalled(working)));
        svg.text(MARGIN + 2, bottom + 22, RouteCard.SMALL, Shade.GREY, "A box is the file of this name in routes/. "
                + "An arrow is a call; a dashed one leads to a sink that no setting names yet.");
        return svg.picture(WIDTH, bottom + 36, "The routes, from the clocks to the sinks");
    }

    private Node onlyCallee(List<Node> callers) {
        var callees = callees(callers);
        if (callees.size() != 1) {
            throw new IllegalStateException(callers.stream().map(Node::id).collect(joining(", ")) + " call "
                    + callees.size() + " routes; the picture can only show one there");
        }
        return callees.get(0);
    }

    private List<Node> callees(List<Node> callers) {
        return callers.stream().flatMap(caller -> caller.calls().stream())
                .flatMap(call -> flow.startingFrom(call.to()).stream()).distinct().toList();
    }

    /** One column for each, those that hand on to the sinks at the right, on a shelf of their own. */
    private List<Step> steps(Node job) {
        var calls = job.calls().stream().filter(call -> flow.startingFrom(call.to()).isPresent()).toList();
        var shelves = calls.stream().map(call -> route(call).fansOut()).distinct().count();
        var width = (int) (FULL + GAP - shelves * 2 * PAD) / calls.size() - GAP;
        var steps = new ArrayList<Step>();
        var x = MARGIN + PAD;
        for (var handingOn : List.of(false, true)) {
            for (var call : calls) {
                if (route(call).fansOut() == handingOn) {
                    steps.add(new Step(call.step(), route(call), x, width));
                    x += width + GAP;
                }
            }
            x += 2 * PAD;
        }
        return steps;
    }

    private Node route(Call call) {
        return flow.startingFrom(call.to()).orElseThrow();
    }

    private void drawExports(List<Node> clocked, Node planner) {
        var rows = rows(clocked);
        var plan = card(planner, FULL / 2);
        var top = MARGIN + LABEL + 6;
        var planTop = top + rows.stream().mapToInt(row -> height(row) + FALL).sum();
        drawPanel(planner.group(), new Box(MARGIN, MARGIN, FULL, planTop + plan.height() + PAD - MARGIN));
        for (var row : rows) {
            var x = (WIDTH - row.size() * (row.get(0).width() + GAP) + GAP) / 2;
            for (var card : row) {
                place(card, x, top, height(row));
                drawClock(places.get(card.route()), card);
                x += card.width() + GAP;
            }
            top += height(row) + FALL;
            drawBus(row, top - FALL + GAP, planTop - FALL + GAP);
        }
        svg.arrow("M %d %d V %d".formatted(WIDTH / 2, planTop - FALL + GAP, planTop), false);
        place(plan, (WIDTH - plan.width()) / 2, planTop, plan.height());
    }

    /** Cards of equal width, in as many rows as they need. */
    private List<List<RouteCard>> rows(List<Node> routes) {
        var number = (routes.size() + MOST_IN_A_ROW - 1) / MOST_IN_A_ROW;
        var columns = (routes.size() + number - 1) / number;
        var width = (FULL - 2 * PAD + GAP) / columns - GAP;
        var rows = new ArrayList<List<RouteCard>>();
        for (var first = 0; first < routes.size(); first += columns) {
            rows.add(routes.subList(first, Math.min(first + columns, routes.size())).stream()
                    .map(route -> card(route, width)).toList());
        }
        return rows;
    }

    /** From each card of a row down to one line, and with it, around the rows below, to the lowest one. */
    private void drawBus(List<RouteCard> row, int y, int lowest) {
        var boxes = row.stream().map(card -> places.get(card.route())).toList();
        var last = boxes.get(boxes.size() - 1).middleX();
        boxes.forEach(box -> svg.way("M %d %d V %d".formatted(box.middleX(), box.bottom(), y)));
        svg.way("M %d %d H %d".formatted(boxes.get(0).middleX(), y, last));
        if (y < lowest) {
            svg.way("M %d %d H %d V %d H %d".formatted(last, y, WIDTH - MARGIN - PAD / 2, lowest, WIDTH / 2));
        }
    }

    private void drawClock(Box box, RouteCard card) {
        var text = card.route().start().scheme();
        var width = (int) Lettering.width(text, RouteCard.SMALL, false) + 30;
        var tag = new Box(box.right() - width - 8, box.y() - 11, width, 18);
        svg.box(tag, 9, card.shade().ground(), card.shade().edge(), false);
        svg.clock(tag.x() + 7, tag.middleY(), card.shade().ink());
        svg.text(tag.x() + 22, tag.y() + 13, RouteCard.SMALL, card.shade().ink(), text);
    }

    private Box drawQueue(Node planner) {
        var start = places.get(planner);
        var name = "the ledger, one row for each window";
        var width = (int) Lettering.width(name, RouteCard.TEXT, false) + 64;
        var queue = new Box((WIDTH - width) / 2, start.bottom() + PAD + 20, width, 26);
        svg.arrow("M %d %d V %d".formatted(start.middleX(), start.bottom(), queue.y()), false);
        svg.box(queue, 13, "#f6f8fa", "#afb8c1", false);
        for (var item = 0; item < 3; item++) {
            svg.box(new Box(queue.x() + 14 + item * 9, queue.y() + 9, 6, 8), 1, "#afb8c1", "#8c959f", false);
        }
        svg.text(queue.x() + 48, queue.y() + 17, RouteCard.TEXT, Shade.INK, name);
        return queue;
    }

    private Box drawWorker(Node worker, Box queue) {
        var card = card(worker, FULL / 2);
        var top = queue.bottom() + 20;
        svg.arrow("M %d %d V %d".formatted(queue.middleX(), queue.bottom(), top), false);
        place(card, (WIDTH - card.width()) / 2, top, card.height());
        return places.get(worker);
    }

    private void drawJob(Node job, List<Step> working, List<Step> handingOn, Box queue) {
        var steps = Stream.concat(working.stream(), handingOn.stream()).toList();
        var head = card(job, FULL - 2 * PAD);
        var headTop = queue.bottom() + 20 + LABEL;
        var headHeight = head.height() + CHIP + 14;
        var low = headTop + headHeight + PAD + GAP + LABEL;
        var height = height(steps.stream().map(step -> card(step.route(), step.width())).toList());
        drawPanel(job.group(), new Box(MARGIN, headTop - LABEL, FULL, LABEL + headHeight + PAD),
                around(working, headTop, low + height + PAD));
        svg.arrow("M %d %d V %d".formatted(queue.middleX(), queue.bottom(), headTop), false);
        place(head, MARGIN + PAD, headTop, headHeight);
        if (!handingOn.isEmpty()) {
            drawPanel(handingOn.get(0).route().group(), around(handingOn, low - LABEL, low + height + PAD));
        }
        drawSteps(steps, shade(job.group()), headTop + headHeight - CHIP - 14, low);
        steps.forEach(step -> place(card(step.route(), step.width()), step.x(), low, height));
    }

    /** The steps in their order, each with its arrow to the route below. */
    private void drawSteps(List<Step> steps, Shade shade, int top, int target) {
        var end = 0;
        for (var step : steps) {
            var width = (int) Lettering.width(step.id(), RouteCard.TEXT, false) + 28;
            var sign = new Box(step.x() + (step.width() - width) / 2, top, width, CHIP);
            svg.sign(sign, shade, false, RouteCard.TEXT, step.id());
            if (end > 0) {
                svg.arrow("M %d %d H %d".formatted(end, sign.middleY(), sign.x()), false);
            }
            svg.arrow("M %d %d V %d".formatted(sign.middleX(), sign.bottom(), target), false);
            end = sign.right();
        }
    }

    /** What the working routes call, below them, and below that what guards them. */
    private int drawCalled(List<Step> working) {
        var callers = working.stream().map(Step::route).toList();
        var top = places.get(callers.get(0)).bottom() + PAD + GAP;
        var cards = callees(callers).stream().map(route -> card(route, width(callers, route))).toList();
        var bottom = top + LABEL + height(cards) + PAD;
        drawPanel(cards.get(0).route().group(), around(working, top, bottom));
        for (var card : cards) {
            var above = callers(callers, card.route());
            above.forEach(box -> svg.arrow("M %d %d V %d".formatted(box.middleX(), box.bottom(), top + LABEL), false));
            place(card, above.get(0).x(), top + LABEL, height(cards));
        }
        for (var policy : flow.policies()) {
            bottom = drawPolicy(policy, around(working, bottom + GAP, bottom + GAP));
        }
        return bottom;
    }

    private int width(List<Node> callers, Node called) {
        var above = callers(callers, called);
        return above.get(above.size() - 1).right() - above.get(0).x();
    }

    private List<Box> callers(List<Node> callers, Node called) {
        return callers.stream().filter(caller -> callees(List.of(caller)).contains(called)).map(places::get).toList();
    }

    private int drawPolicy(Policy policy, Box place) {
        var height = RouteCard.TITLE + (1 + policy.rules().size()) * RouteCard.LINE + 14;
        var box = new Box(place.x(), place.y(), place.width(), height);
        svg.open("card");
        svg.box(box, 10, Shade.GUARD.ground(), Shade.GUARD.edge(), true);
        svg.title(box.x() + PAD, box.y() + 21, 13, Shade.GUARD.ink(), policy.id());
        var baseline = box.y() + RouteCard.TITLE + 10;
        svg.text(box.x() + PAD, baseline, RouteCard.TEXT, Shade.INK, policy.description());
        for (var rule : policy.rules()) {
            baseline += RouteCard.LINE;
            svg.title(box.x() + PAD, baseline + 4, RouteCard.SMALL, Shade.GUARD.ink(), rule.id());
            svg.text(box.x() + PAD + RULE, baseline + 4, RouteCard.SMALL, Shade.INK, rule.description());
        }
        svg.close();
        return box.bottom();
    }

    /** One below the other, on a shelf that reaches down at least as far as what stands beside it. */
    private int drawSinks(List<Step> handingOn, int beside) {
        if (handingOn.isEmpty()) {
            return beside;
        }
        var source = places.get(handingOn.get(0).route());
        var indent = 20;
        var cards = flow.sinks().stream().map(sink -> new RouteCard(sink, source.width() - indent, shade(sink.group()),
                note(sink))).toList();
        var top = source.bottom() + PAD + GAP;
        var bottom = Math.max(beside, top + LABEL + cards.stream().mapToInt(card -> card.height() + GAP).sum());
        drawPanel(cards.get(0).route().group(), indent, around(handingOn, top, bottom));
        var y = top + LABEL;
        var from = source.bottom();
        for (var card : cards) {
            var box = place(card, source.x() + indent, y, card.height());
            svg.arrow("M %d %d V %d H %d".formatted(source.x() + 8, from, box.middleY(), box.x()),
                    flow.listsNaming(card.route()) == 0);
            from = box.middleY();
            y = box.bottom() + GAP;
        }
        return bottom;
    }

    private String note(Node sink) {
        var all = flow.sinkLists().size();
        var naming = flow.listsNaming(sink);
        return naming == all ? "named by every export" : naming == 0 ? "named by no export yet"
                : "named by " + naming + " of " + all + " exports";
    }

    private int drawRest(int bottom) {
        var left = flow.routes().stream().filter(route -> !places.containsKey(route)).toList();
        if (left.isEmpty()) {
            return bottom;
        }
        var top = bottom + GAP;
        var rows = rows(left);
        drawPanel("beside the way", new Box(MARGIN, top, FULL,
                LABEL + PAD + rows.stream().mapToInt(row -> height(row) + GAP).sum()));
        top += LABEL;
        for (var row : rows) {
            for (var card : row) {
                place(card, MARGIN + PAD + row.indexOf(card) * (card.width() + GAP), top, height(row));
            }
            top += height(row) + GAP;
        }
        return top + PAD;
    }

    private RouteCard card(Node route, int width) {
        return new RouteCard(route, width, shade(route.group()), "");
    }

    private Shade shade(String group) {
        return shades.computeIfAbsent(group, name -> SHADES.get(shades.size() % SHADES.size()));
    }

    private Box place(RouteCard card, int x, int y, int height) {
        var box = card.draw(svg, x, y, height);
        places.put(card.route(), box);
        return box;
    }

    private static int height(List<RouteCard> row) {
        return row.stream().mapToInt(RouteCard::height).max().orElse(0);
    }

    /** The ground around columns. */
    private static Box around(List<Step> columns, int top, int bottom) {
        var first = columns.get(0);
        var last = columns.get(columns.size() - 1);
        return new Box(first.x() - PAD, top, last.x() + last.width() - first.x() + 2 * PAD, bottom - top);
    }

    private void drawPanel(String group, Box... parts) {
        drawPanel(group, 0, parts);
    }

    private void drawPanel(String group, int indent, Box... parts) {
        for (var part : parts) {
            svg.box(part, 10, shade(group).ground(), "none", false);
        }
        svg.title(parts[0].x() + PAD + indent, parts[0].y() + 19, RouteCard.SMALL, shade(group).ink(),
                group.toUpperCase(Locale.ROOT));
    }
}
