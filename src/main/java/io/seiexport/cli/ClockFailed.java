package io.seiexport.cli;

/** Tells which clock could not say what is owed, and why. */
final class ClockFailed extends Exception {
    private static final long serialVersionUID = 1;

    ClockFailed(String route, Exception why) {
        super("route " + route + " failed, so what it owes is not known", why);
    }
}
