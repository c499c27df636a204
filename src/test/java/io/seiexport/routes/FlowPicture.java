package io.seiexport.routes;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.seiexport.support.RouteFolder;

/** Draws the files of the routes as boxes and their calls as arrows; a call without an arrow is named in its box. */
final class FlowPicture {
    private static final int LEFT = 101;
    private static final int RIGHT = 989;
    private static final int GAP = 22;
    private static final int PAD = 10;
    private static final int LINE = 17;
    private static final int FLAT = 37;
    private static final int IN_A_ROW = 5;
    private static final List<String> INNER = List.of("direct", "seda");
    private static final String BEYOND_SHORT_FORM = "[,;].*| of each .*| with their .*|(?<=legacy reports) of .*"
            + "| when the clock .*";
    private static final String SVG = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 801" width="1000" height="801">
            <style>
              text { font: 13px system-ui, "Segoe UI", Helvetica, Arial, sans-serif; fill: #1f2328 }
              .name { font-size: 13.5px; font-weight: 600 } .note { font-size: 11.5px; fill: #59636e }
              .exports { fill: #ddf4ff; stroke: #54aeff } .sinks { fill: #dafbe1; stroke: #4ac26b }
              .transforms { fill: #fbefff; stroke: #c297ff }
              .engine { fill: #eef1f4; stroke: #afb8c1 } .card { fill: #fff } .ledger { fill: #fff8c5; stroke: #d4a72c }
              .arrow, .clock { stroke: #818b98; stroke-width: 1.6 } .arrow { fill: none; marker-end: url(#head) }
              .failure { stroke-dasharray: 3 3 } .end { text-anchor: end }
              @media (prefers-color-scheme: dark) {
                text { fill: #e6edf3 } .note { fill: #9198a1 } .engine { fill: #1c2128; stroke: #444c56 }
                .exports { fill: #0b2947; stroke: #1f6feb } .sinks { fill: #0c2d1a; stroke: #238636 }
                .transforms { fill: #271052; stroke: #8957e5 }
                .card { fill: #0d1117 } .ledger { fill: #342a08; stroke: #9e6a03 }
              }
            </style>
            <marker id="head" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="5" markerHeight="5" orient="auto">
              <path d="M 0 0 L 8 4 L 0 8 z" fill="#818b98"/></marker>
            <rect class="exports" x="1" y="1" width="998" height="215" rx="9"/>
            <rect class="engine" x="1" y="231" width="998" height="445" rx="9"/>
            <rect class="transforms" x="1" y="691" width="424" height="108" rx="9"/>
            <rect class="sinks" x="440" y="691" width="559" height="108" rx="9"/>
            <text class="name" x="10" y="28">exports/</text>
            <text class="name" x="10" y="258">engine/</text>
            <text class="name" x="10" y="718">transforms/</text>
            <text class="name" x="449" y="718">sinks/</text>
            <path class="arrow" d="M 545 216 V 241"/>
            %s</svg>
            """;

    private final Map<String, RouteFile> files = new LinkedHashMap<>();
    private final Map<String, String> homes = new HashMap<>();
    private final Map<String, Box> boxes = new LinkedHashMap<>();
    private final StringBuilder shapes = new StringBuilder();

    private record Box(int x, int y, int right, int bottom) {
    }

    FlowPicture(RouteFolder folder) throws IOException {
        for (var path : folder.files()) {
            var file = RouteFile.read(path);
            files.put(file.nameWithoutSuffix(), file);
            file.ids().forEach(id -> homes.put(id, file.nameWithoutSuffix()));
        }
    }

    String svg() {
        place(11, 92, RIGHT, on("exports").limit(IN_A_ROW));
        place(113, 92, RIGHT, on("exports"));
        place(241, FLAT, RIGHT, Stream.of("plan"));
        place(300, FLAT, RIGHT, Stream.of("ledger", "work"));
        place(359, FLAT, RIGHT, Stream.of("job"));
        place(418, 139, RIGHT, calls("job", "steps").filter(name -> on("engine").anyMatch(name::equals)));
        place(579, 87, boxes.get("deliver").x - GAP, on("engine"));
        place(701, 88, LEFT, 415, on("transforms"));
        place(701, 88, 540, RIGHT, on("sinks"));
        boxes.forEach(this::draw);
        write("note", PAD, 45, LEFT, "edit these: what to ask for, and when; each calls plan");
        write("note", PAD, 275, LEFT, "do not edit. An arrow is a call, a dashed one after a failure; → also calls. A clock: starts by itself");
        write("note", PAD, 735, LEFT, "edit these: what is done to the files");
        write("note", 449, 735, 90, "edit these: where the files go");
        return SVG.formatted(shapes);
    }

    private Stream<String> on(String shelf) {
        return files.keySet().stream().filter(name -> files.get(name).shelf().equals(shelf));
    }

    private void place(int y, int height, int right, Stream<String> names) {
        place(y, height, LEFT, right, names);
    }

    /** A row of those that have no place yet. */
    private void place(int y, int height, int left, int right, Stream<String> names) {
        var row = names.filter(name -> !boxes.containsKey(name)).toList();
        for (var name : row) {
            var width = (right - left + GAP) / row.size();
            var x = left + row.indexOf(name) * width;
            boxes.put(name, new Box(x, y, x + width - GAP, y + height));
        }
    }

    /** What a file calls below all fields of this name: other files, and components that lead out of the routes. */
    private Stream<String> calls(String name, String field) {
        var entries = files.get(name).entries();
        var called = entries.findValues(field).stream().flatMap(part -> Stream.concat(part.findParents("uri").stream()
                .map(to -> homes.getOrDefault(to.at("/parameters/name").asText(), to.path("uri").asText())),
                Stream.concat(part.findValues("recipientList").stream().flatMap(list -> on("sinks")),
                        part.findValues("enrich").stream().flatMap(copy -> on("transforms")))));
        return Stream.concat(called, entries.findValuesAsText("routeConfigurationId").stream().map(homes::get))
                .filter(other -> !other.equals(name) && !INNER.contains(other)).distinct();
    }

    private void draw(String name, Box box) {
        var entries = files.get(name).entries();
        var does = entries.findValuesAsText("description").get(0).replaceAll(BEYOND_SHORT_FORM, "");
        var failing = calls(name, "doCatch").toList();
        var unseen = calls(name, "steps").filter(to -> !arrow(box, to, failing.contains(to))).collect(joining(", "));
        shape("<rect class='%s card %s' x='%d' y='%d' width='%d' height='%d' rx='6'/>", files.get(name).shelf(), name,
                box.x, box.y, box.right - box.x, box.bottom - box.y);
        if (entries.findValues("from").stream().anyMatch(from -> !INNER.contains(from.path("uri").asText()))) {
            shape("<path class='card clock' d='M %d %d m -8 0 a 8 8 0 1 0 16 0 a 8 8 0 1 0 -16 0 m 8 -5 v 5 h 4'/>",
                    box.right - 2 * PAD, box.y);
        }
        var flat = box.bottom - box.y == FLAT;
        var title = title(box.right - box.x, name);
        write("name", box.x + PAD, box.y + 23, title);
        write("does", box.x + (flat ? 74 : PAD), box.y + 23 + (flat ? 0 : LINE * title.size()), box.right - box.x,
                name.equals("ledger") ? "Keep what is owed: the only queue" : does);
        var note = unseen.replaceFirst("^(?=.)", "→ ");
        if (flat) {
            write("note end", box.right - PAD, box.bottom - 14, RIGHT, note);
        } else {
            var width = box.right - box.x;
            write("note", box.x + PAD, box.bottom - PAD - LINE * Math.max(0, lines(width, note).size() - 1), width,
                    note);
        }
    }

    /** Down or to a neighbour, unless another box stands in the way. */
    private boolean arrow(Box from, String called, boolean failure) {
        var to = boxes.get(called);
        if (to == null || files.get(called).routes().isEmpty()) {
            return false;
        }
        var left = Math.max(from.x, to.x);
        var right = Math.min(from.right, to.right);
        var x = left < right ? (left + right) / 2 : (from.x + from.right) / 2;
        if (called.equals("plan") && from.bottom < to.y) {
            return true;
        }
        var down = to.y > from.y && boxes.values().stream()
                .noneMatch(box -> box.y > from.y && box.y < to.y && box.x <= x && x <= box.right);
        var beside = to.y == from.y && left - right == GAP;
        if (down) {
            shape("<path class='arrow%s' d='M %d %d V %d H %d V %d'/>", failure ? " failure" : "", x, from.bottom,
                    to.y - LINE, left < right ? x : (to.x + to.right) / 2, to.y);
        } else if (beside) {
            shape("<path class='arrow' d='M %d %d H %d'/>", to.x < from.x ? left : right, from.y + FLAT / 2,
                    to.x < from.x ? right : left);
        }
        return down || beside;
    }

    private void write(String style, int x, int y, int width, String text) {
        write(style, x, y, lines(width, text));
    }

    private void write(String style, int x, int y, List<String> lines) {
        for (var line : lines) {
            shape("<text class='%s' x='%d' y='%d'>%s</text>", style, x, y + LINE * lines.indexOf(line),
                    line.replace("&", "&amp;").replace("<", "&lt;"));
        }
    }

    /** How many letters a line of this width has room for. */
    private static int fitting(int width) {
        return (width - 2 * PAD) / 7;
    }

    /** A name goes on below where it does not fit, after one of its hyphens. */
    private static List<String> title(int width, String name) {
        var lines = new ArrayList<>(List.of(""));
        for (var part : name.split("(?<=-)")) {
            var last = lines.get(lines.size() - 1);
            if (last.isEmpty() || last.length() + part.length() <= fitting(width)) {
                lines.set(lines.size() - 1, last + part);
            } else {
                lines.add(part);
            }
        }
        return lines;
    }

    private static List<String> lines(int width, String text) {
        return Pattern.compile("\\S.{0,%d}(?!\\S)|\\S+".formatted(fitting(width) - 1)).matcher(text).results()
                .map(MatchResult::group).toList();
    }

    private void shape(String form, Object... values) {
        shapes.append(form.formatted(values)).append('\n');
    }
}
