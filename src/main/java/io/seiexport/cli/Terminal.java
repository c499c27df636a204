package io.seiexport.cli;

import java.lang.reflect.InvocationTargetException;

/** Tells whether a person is watching. */
final class Terminal {

    private Terminal() {
    }

    static boolean watched() {
        var console = System.console();
        if (console == null) {
            return false;
        }
        try {
            // From Java 22 on there is a console even where there is no terminal, and this method to tell them apart.
            return (boolean) console.getClass().getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (IllegalAccessException | InvocationTargetException e) {
            return false;
        }
    }
}
