package io.seiexport.routes;

/** A picture in the making: the few shapes that a flow needs, one a line. */
final class Svg {
    private static final String DASHES = " stroke-dasharray=\"4 3\"";

    private final StringBuilder shapes = new StringBuilder();

    /** An area of the picture. */
    record Box(int x, int y, int width, int height) {
        int right() {
            return x + width;
        }

        int bottom() {
            return y + height;
        }

        int middleX() {
            return x + width / 2;
        }

        int middleY() {
            return y + height / 2;
        }
    }

    /** The colours of a shelf: of its letters, its ground and its edges. */
    record Shade(String ink, String ground, String edge) {
        static final String PAPER = "#ffffff";
        static final String INK = "#1f2328";
        static final String GREY = "#59636e";
        static final Shade GUARD = new Shade("#7d4e00", "#fffae0", "#d9b44a");
    }

    void open(String kind) {
        line("<g class=\"%s\">", kind);
    }

    void close() {
        line("</g>");
    }

    void box(Box box, int corner, String fill, String edge, boolean dashed) {
        line("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"%d\" fill=\"%s\" stroke=\"%s\"%s/>",
                box.x(), box.y(), box.width(), box.height(), corner, fill, edge, dashed ? DASHES : "");
    }

    void text(int x, int y, int size, String colour, String text) {
        line("<text x=\"%d\" y=\"%d\" font-size=\"%d\" fill=\"%s\">%s</text>", x, y, size, colour, escaped(text));
    }

    void title(int x, int y, int size, String colour, String text) {
        line("<text x=\"%d\" y=\"%d\" font-size=\"%d\" font-weight=\"bold\" fill=\"%s\">%s</text>",
                x, y, size, colour, escaped(text));
    }

    /** A small round sign with its text in the middle. */
    void sign(Box box, Shade shade, boolean dashed, int size, String text) {
        box(box, Math.min(box.height() / 2, 9), shade.ground(), shade.edge(), dashed);
        line("<text x=\"%d\" y=\"%d\" font-size=\"%d\" fill=\"%s\" text-anchor=\"middle\">%s</text>",
                box.middleX(), box.middleY() + 4, size, shade.ink(), escaped(text));
    }

    /** An arrow along {@code M 1 2 V 8}. */
    void arrow(String way, boolean dashed) {
        line("<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\" marker-end=\"url(#head)\"%s/>",
                way, Shade.GREY, dashed ? DASHES : "");
    }

    /** The same without its head. */
    void way(String way) {
        line("<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\"/>", way, Shade.GREY);
    }

    void clock(int x, int y, String colour) {
        line("<path d=\"M %d %d a 5 5 0 1 0 10 0 a 5 5 0 1 0 -10 0 m 5 -3 v 3 h 2.5\" fill=\"none\" stroke=\"%s\" "
                + "stroke-width=\"1.2\"/>", x, y, colour);
    }

    String picture(int width, int height, String title) {
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img" \
                font-family="Helvetica, Arial, sans-serif">
                <title>%3$s</title>
                <defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="5" markerHeight="5" \
                orient="auto"><path d="M 0 0 L 8 4 L 0 8 z" fill="%4$s"/></marker></defs>
                <rect width="%1$d" height="%2$d" rx="12" fill="%5$s"/>
                %6$s</svg>
                """.formatted(width, height, escaped(title), Shade.GREY, Shade.PAPER, shapes);
    }

    private void line(String format, Object... values) {
        shapes.append(format.formatted(values)).append('\n');
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
