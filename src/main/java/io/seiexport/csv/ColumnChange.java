package io.seiexport.csv;

/** What becomes of a column: the name that it gets, and whether its cells are hashed; without a name it is left out. */
public record ColumnChange(String name, boolean hashed) {
    public static final ColumnChange LEFT_OUT = new ColumnChange(null, false);

    boolean isLeftOut() {
        return name == null;
    }
}
