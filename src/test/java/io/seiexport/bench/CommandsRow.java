package io.seiexport.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.seiexport.sandbox.Options;
import io.seiexport.sandbox.Sandbox;

/** Measures the commands that have nothing to do but to answer, beside the yardstick. */
final class CommandsRow implements Row {
    private static final int RUNS = 3;
    private static final Map<String, String> ANSWERS = new LinkedHashMap<>();

    static {
        ANSWERS.put("--version", "sei-export");
        ANSWERS.put("--help", "once");
        ANSWERS.put("history", "delivered");
        ANSWERS.put("plan", "Nothing is owed");
        ANSWERS.put("once", "Nothing is owed");
    }

    @Override
    public String name() {
        return "commands";
    }

    @Override
    public List<Figure> measure(Workshop workshop) throws Exception {
        try (var sandbox = Sandbox.start(0, Options.immediate())) {
            var installed = workshop.installed("commands").exportingFrom(sandbox.address());
            installed.run(List.of(), "once");
            var measured = new LinkedHashMap<String, Measured>();
            for (var run = 0; run < RUNS; run++) {
                var yardstick = workshop.yardstick();
                for (var command : ANSWERS.keySet()) {
                    var cost = installed.run(List.of(), command);
                    BrokenPromise.unless(cost.output().contains(ANSWERS.get(command)),
                            command + " answered: " + cost.output());
                    measured.computeIfAbsent(command, added -> new Measured(new Pairs(), new Pairs()))
                            .add(cost, yardstick);
                }
            }
            return measured.entrySet().stream().map(one -> one.getValue().figure(one.getKey())).toList();
        }
    }

    private record Measured(Pairs wall, Pairs processor) {

        void add(Timed.Cost cost, Timed.Cost yardstick) {
            wall.add(cost.wall(), yardstick.wall());
            processor.add(cost.processor(), yardstick.processor());
        }

        Figure figure(String command) {
            return Figure.of("commands." + command.replace("--", ""), Figure.seconds(wall.ours()) + ", "
                    + Figure.seconds(processor.ours()) + " of processor", "yardstick: " + Figure.seconds(wall.other())
                    + ", " + Figure.seconds(processor.other()) + " of processor", processor.ratio());
        }
    }
}
