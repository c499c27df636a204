package io.seiexport.failure;

/** Spells out what a person would not see, and what would make a log or a table say something else. */
public final class Visible {
    /** Letters and marks without any shape, which Unicode does not count among its control characters. */
    private static final String SHAPELESS = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0";

    private Visible() {
    }

    /** The text on one line, each such character as backslash, u and its four digits. */
    public static String of(String text) {
        return text == null ? null : spelledOut(text, "");
    }

    /** Whether nothing in the text has to be spelled out. */
    public static boolean isAll(String text) {
        return text.codePoints().noneMatch(Visible::hidden);
    }

    /** The same document of JSON, with the same values: there these characters stand in strings alone. */
    public static String inJson(String json) {
        return spelledOut(json, "\r\n\t");
    }

    private static String spelledOut(String text, String except) {
        if (isAll(text)) {
            return text;
        }
        var visible = new StringBuilder(text.length() + 32);
        text.codePoints().forEach(c -> {
            if (!hidden(c) || except.indexOf(c) >= 0) {
                visible.appendCodePoint(c);
            } else if (c == '\n') {
                visible.append("\\n");
            } else {
                for (var half : Character.toChars(c)) {
                    visible.append("\\u%04x".formatted((int) half));
                }
            }
        });
        return visible.toString();
    }

    private static boolean hidden(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> SHAPELESS.indexOf(c) >= 0;
        };
    }
}
