package io.seiexport.csv;

/** What becomes of a column: the name that it gets, and whether its cells are hashed; without a name it is left out. */
public record ColumnChange(String name, boolean hashed) {
    public static final ColumnChange LEFT_OUT = new ColumnChange(null, false);

    boolean isLeftOut() {
        return name == null;
    }

    /** It in words, of the column that had this name; empty if it stays as it is. */
    String words(String before) {
        if (isLeftOut()) {
            return "dropped";
        }
        var renamed = name.equals(before) ? "" : "renamed to " + name;
        return hashed ? "hashed" + (renamed.isEmpty() ? "" : ", " + renamed) : renamed;
    }
}
