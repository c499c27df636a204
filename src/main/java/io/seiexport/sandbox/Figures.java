package io.seiexport.sandbox;

import io.seiexport.sandbox.FileColumns.Row;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** The numbers in the files: invented, yet always the same for the same team, period, column and edition. */
final class Figures {
    private static final List<String> RATINGS = List.of("Elite", "High", "Medium", "Low");

    private Figures() {
    }

    static String of(Row row, String header) {
        var name = header.toUpperCase(Locale.ROOT);
        if (name.contains("RATING")) {
            return RATINGS.get(chance(row, header, RATINGS.size()));
        }
        if (name.contains("PERCENT") || name.contains("RATE") || name.contains("PREDICTABILITY")) {
            return hundredths(chance(row, header, 10_001));
        }
        if (name.endsWith("_HOURS") && !name.startsWith("MTTR")) {
            return hundredths(hours(row, header));
        }
        if (name.contains("DAYS") || name.startsWith("MTTR") || name.contains("AVG") || name.contains("VELOCITY")) {
            return hundredths(chance(row, header, 3_000));
        }
        return Integer.toString(chance(row, header, 500));
    }

    static String sum(Row row, List<String> hours) {
        return hundredths(hours.stream().mapToLong(header -> hours(row, header)).sum());
    }

    private static long hours(Row row, String header) {
        return chance(row, header, 10_000_000);
    }

    private static String hundredths(long value) {
        return BigDecimal.valueOf(value, 2).toPlainString();
    }

    private static int chance(Row row, String header, int bound) {
        var key = String.join("\n", row.request().org(), row.request().project(), row.team().hierarchy(),
                row.developer() == null ? "" : row.developer().email(),
                row.period().start().toString(), row.period().end().toString(),
                row.edition() == 0 ? header : header + "\n" + row.edition());
        return new SplittableRandom(key.hashCode()).nextInt(bound);
    }
}
