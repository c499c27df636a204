package io.seiexport.routes;

import java.util.ArrayList;
import java.util.List;

import io.seiexport.routes.Flow.Endpoint;
import io.seiexport.routes.Flow.Node;
import io.seiexport.routes.Svg.Box;
import io.seiexport.routes.Svg.Shade;

/** A route on paper: its id and description, what it reaches outside, and who guards it. */
record RouteCard(Node route, int width, Shade shade, String note) {
    static final int PAD = 10;
    static final int LINE = 15;
    static final int TEXT = 12;
    static final int SMALL = 11;
    static final int TITLE = 28;

    private static final int TAG = 18;
    private static final int TAG_GAP = 4;

    /** A mark at the foot of the card. */
    private record Tag(String text, Shade shade, boolean guard) {
        int width() {
            return (int) Lettering.width(text, SMALL, false) + 14;
        }
    }

    int height() {
        return TITLE + lines().size() * LINE + (note.isEmpty() ? 0 : LINE) + 6 + rows().size() * (TAG + TAG_GAP)
                + (rows().isEmpty() ? 0 : 6);
    }

    Box draw(Svg svg, int x, int y, int height) {
        var box = new Box(x, y, width, height);
        svg.open("card");
        svg.box(box, 8, Shade.PAPER, shade.edge(), false);
        svg.title(x + PAD, y + 21, 13, shade.ink(), route.id());
        var baseline = y + TITLE + 10;
        for (var line : lines()) {
            svg.text(x + PAD, baseline, TEXT, Shade.INK, line);
            baseline += LINE;
        }
        if (!note.isEmpty()) {
            svg.text(x + PAD, baseline, SMALL, Shade.GREY, note);
        }
        drawTags(svg, x, box.bottom() - rows().size() * (TAG + TAG_GAP) - 5);
        svg.close();
        return box;
    }

    private void drawTags(Svg svg, int x, int y) {
        var top = y;
        for (var row : rows()) {
            var left = x + PAD;
            for (var tag : row) {
                svg.sign(new Box(left, top, tag.width(), TAG), tag.shade(), tag.guard(), SMALL, tag.text());
                left += tag.width() + TAG_GAP;
            }
            top += TAG + TAG_GAP;
        }
    }

    private List<String> lines() {
        return Lettering.wrap(route.description(), TEXT, width - 2 * PAD);
    }

    private List<List<Tag>> rows() {
        var tags = new ArrayList<Tag>();
        route.reached().stream().map(Endpoint::toString).forEach(text -> tags.add(new Tag(text, shade, false)));
        route.policy().ifPresent(policy -> tags.add(new Tag(policy, Shade.GUARD, true)));
        var rows = new ArrayList<List<Tag>>();
        var left = 0;
        for (var tag : tags) {
            if (rows.isEmpty() || left + tag.width() > width - 2 * PAD) {
                rows.add(new ArrayList<>());
                left = 0;
            }
            rows.get(rows.size() - 1).add(tag);
            left += tag.width() + TAG_GAP;
        }
        return rows;
    }
}
