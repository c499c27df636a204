package io.seiexport.bench;

import java.util.ArrayList;
import java.util.List;

/** The program and something else, measured in turn, so that whatever else the machine does meets both alike. */
final class Pairs {
    private final List<Double> ours = new ArrayList<>();
    private final List<Double> others = new ArrayList<>();
    private final List<Double> ratios = new ArrayList<>();

    void add(double ours, double other) {
        this.ours.add(ours);
        others.add(other);
        ratios.add(other / ours);
    }

    double ours() {
        return median(ours);
    }

    double other() {
        return median(others);
    }

    /** How many times less the program took: the median of the pairs. */
    double ratio() {
        return median(ratios);
    }

    static double median(List<Double> values) {
        var sorted = values.stream().sorted().toList();
        return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
    }
}
