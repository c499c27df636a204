package io.seiexport.settings;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalAmount;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.util.IOHelper;

/** Reads settings the way the routes do: the environment first, then -D, then application.properties. */
public final class Settings {
    /** The value of sei.base-url that stands for the embedded simulator. */
    public static final String SANDBOX = "sandbox";
    private static final String FILE = "file:";
    /** Of others than settings a shorter value is as likely to be a word that is no secret at all. */
    private static final int LIKELY_SECRET = 8;
    private static final Pattern DAYS = Pattern.compile("[Pp][^Tt]+");
    private static final Pattern SHORT_DURATION = Pattern.compile("[0-9]{1,9}(ms|s|m|h|d)");

    private final UnaryOperator<String> known;
    private final Supplier<Set<String>> given;
    private final Secrets secrets;

    /** What a look-up knows, which gives null for an absent key; whoever redacts secrets is told those among it. */
    public Settings(UnaryOperator<String> known, Secrets secrets) {
        this(known, Set::of, secrets);
    }

    /** The same with the keys that are set. */
    public Settings(UnaryOperator<String> known, Supplier<Set<String>> given, Secrets secrets) {
        this.known = known;
        this.given = given;
        this.secrets = secrets;
    }

    /** What the properties of a Camel context say, with the values that they refer to. */
    public static Settings of(CamelContext context, Secrets secrets) {
        return new Settings(key -> {
            var value = context.resolvePropertyPlaceholders("{{?" + key + "}}");
            return value == null || value.startsWith("{{?") ? null : value;
        }, () -> counting(context), secrets);
    }

    /** All keys that are set in a file or on the command line, if only to nothing. */
    public static Set<String> given(CamelContext context) {
        var given = new TreeSet<>(context.getPropertiesComponent().loadProperties().stringPropertyNames());
        given.addAll(System.getProperties().stringPropertyNames());
        return given;
    }

    /** The same, and also under its name for all what is set for the project alone whose settings these are. */
    public static Set<String> counting(CamelContext context) {
        var given = given(context);
        given.addAll(Project.of(of(context, new Secrets())).namesForAll(given));
        return given;
    }

    /** The packaged defaults, whatever is set. */
    static Settings defaults() {
        return new Settings(manual()::getProperty, new Secrets());
    }

    /** The settings file that is packaged with the program: every key there is, with its default. */
    public static Properties manual() {
        var manual = new Properties();
        try (var in = Settings.class.getResourceAsStream("application.properties")) {
            manual.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("the packaged settings cannot be read", e);
        }
        return manual;
    }

    /** A setting that is needed before Camel runs; looked up in the same order. */
    public static String beforeStart(Path file, String key) {
        return beforeStart(read(file), manual(), key);
    }

    private static String beforeStart(Properties inFile, Properties manual, String key) {
        var value = given(inFile, key);
        return (value == null ? manual.getProperty(key, "") : value).strip();
    }

    /** The same as it is for one of several projects. */
    public static String beforeStart(Path file, Project project, String key) {
        var inFile = read(file);
        return project.value(key, beforeStart(file, key), other -> given(inFile, other)).strip();
    }

    private static String given(Properties file, String key) {
        var value = IOHelper.lookupEnvironmentVariable(key);
        return value == null ? System.getProperty(key, file.getProperty(key)) : value;
    }

    /** What stands in a settings file, and nowhere else. */
    public static Properties read(Path file) {
        var properties = new Properties();
        try (var in = Files.newBufferedReader(file)) {
            properties.load(in);
        } catch (IOException e) {
            throw new SettingException(file + " cannot be read: " + e.getMessage());
        }
        return properties;
    }

    /** What stands in clear under names of secrets: in the settings, the environment and on the command line. */
    public static List<String> secretsBeforeStart(Path file) {
        var manual = manual();
        var inFile = read(file);
        var settings = Stream.of(manual, inFile).flatMap(known -> known.stringPropertyNames().stream()).distinct()
                .filter(Secrets::isNamed).map(key -> beforeStart(inFile, manual, key));
        var others = Stream.of(System.getenv(), System.getProperties()).flatMap(given -> given.entrySet().stream())
                .filter(entry -> Secrets.isNamed(entry.getKey().toString()))
                .map(entry -> entry.getValue().toString().strip()).filter(value -> value.length() >= LIKELY_SECRET);
        return Stream.concat(settings, others).filter(value -> !value.startsWith(FILE) && !value.contains("{{"))
                .toList();
    }

    /** The value without surrounding blanks; empty when the key is absent. */
    public String text(String key) {
        try {
            var value = known.apply(key);
            return value == null ? "" : value.strip();
        } catch (RuntimeCamelException | IllegalArgumentException e) {
            var why = String.valueOf(e.getMessage());
            throw new SettingException(key + " cannot be read: " + (why.startsWith("Missing {{")
                    ? "}} ends a placeholder that nothing begins; write } } instead" : why));
        }
    }

    /** Whether it is set anywhere, even to nothing. */
    public boolean isGiven(String key) {
        return known.apply(key) != null;
    }

    /** Null where nothing is given. */
    public String textOrNull(String key) {
        return isGiven(key) ? text(key) : null;
    }

    /** The ends of the keys that are set in a file or on the command line and begin with this, sorted. */
    public List<String> endsOf(String prefix) {
        return given.get().stream().filter(key -> key.startsWith(prefix)).map(key -> key.substring(prefix.length()))
                .sorted().toList();
    }

    public String required(String key, String meaning) {
        var value = text(key);
        if (value.isEmpty()) {
            throw SettingException.missing(key, meaning);
        }
        return value;
    }

    /** Comma-separated values; what holds a comma itself stands in double quotes, and a quote in there twice. */
    public List<String> list(String key) {
        var values = new ArrayList<String>();
        var value = new StringBuilder();
        var quoted = false;
        var text = text(key);
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (quoted && text.startsWith("\"\"", i)) {
                value.append(c);
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                values.add(value.toString().strip());
                value.setLength(0);
            } else {
                value.append(c);
            }
        }
        if (quoted) {
            throw new SettingException(key, text, "a double quote is never closed");
        }
        values.add(value.toString().strip());
        values.removeIf(String::isEmpty);
        return List.copyOf(values);
    }

    public String project() {
        var name = Project.of(this).name();
        return forTheApi("sei.project", "the identifier of the Harness project", name.isEmpty() ? SANDBOX : name);
    }

    public String org() {
        return forTheApi("sei.org", "the identifier of the Harness organization", SANDBOX);
    }

    /** The key of the API as its source has it now. */
    public String apiKey() {
        return forTheApi("sei.api-key", "an API key of your Harness project, best given as the environment variable "
                + "SEI_API_KEY", SANDBOX);
    }

    /** The simulator takes any value, so it needs none. */
    private String forTheApi(String key, String meaning, String forTheSimulator) {
        var value = secret(key);
        if (!value.isEmpty()) {
            return value;
        }
        if (text("sei.base-url").equals(SANDBOX)) {
            return forTheSimulator;
        }
        throw SettingException.missing(key, meaning);
    }

    /** The value, or what stands in the file that it names as file:PATH; never part of a message, nor of the log. */
    public String secret(String key) {
        var value = valueOrFile(key);
        if (Secrets.isNamed(key)) {
            secrets.learn(value);
        }
        return value;
    }

    private String valueOrFile(String key) {
        var value = text(key);
        if (!value.startsWith(FILE)) {
            return value;
        }
        try {
            return Files.readString(Path.of(value.substring(FILE.length()))).strip();
        } catch (IOException | InvalidPathException e) {
            throw new SettingException(key + ": the file that it names cannot be read: " + e);
        }
    }

    public boolean flag(String key) {
        var value = text(key).toLowerCase(Locale.ROOT);
        if (!value.equals("true") && !value.equals("false")) {
            throw new SettingException(key, text(key), "use true or false");
        }
        return value.equals("true");
    }

    /** Whether what a setting is about shall fail, and not only be warned of. */
    public boolean fails(String key) {
        var value = text(key);
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "warn" -> false;
            case "fail" -> true;
            default -> throw new SettingException(key, value, "use fail or warn");
        };
    }

    public int count(String key, int least) {
        return (int) number(key, least, Integer.MAX_VALUE, "use a whole number, " + least + " or more");
    }

    /** A size in bytes, which may be more than a count can hold. */
    public long bytes(String key) {
        return number(key, 1, Long.MAX_VALUE, "use a number of bytes such as 20000000000");
    }

    private long number(String key, long least, long most, String allowed) {
        try {
            var number = Long.parseLong(text(key));
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new SettingException(key, text(key), allowed);
    }

    /** A day such as 2026-01-31; none when the value is empty. */
    public Optional<LocalDate> date(String key) {
        var value = text(key);
        try {
            var day = value.isEmpty() ? Optional.<LocalDate>empty() : Optional.of(LocalDate.parse(value));
            if (day.isPresent() && !Horizon.contains(day.get())) {
                throw new SettingException(key, value, "use a day " + Horizon.IN_WORDS);
            }
            return day;
        } catch (DateTimeParseException e) {
            throw new SettingException(key, value, "use a day such as 2026-01-31");
        }
    }

    /** PT5S, 100ms, 5s, 2m, 1h, 400d. */
    public Duration duration(String key) {
        var value = required(key, "how long, for example 5s or PT5S");
        return parsed(value).orElseThrow(() -> new SettingException(key, value,
                "use a duration such as PT5S, 100ms, 5s or 2m"));
    }

    /** Empty when it is none, is negative, or is longer than a number of milliseconds can say. */
    private static Optional<Duration> parsed(String value) {
        try {
            var duration = Duration.parse(SHORT_DURATION.matcher(value).matches() ? spelledOut(value) : value);
            return duration.toMillis() < 0 ? Optional.empty() : Optional.of(duration);
        } catch (DateTimeParseException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    /** A duration that is longer than zero. */
    public Duration lasting(String key) {
        var duration = duration(key);
        if (duration.isZero()) {
            throw new SettingException(key, text(key), "use a duration longer than zero");
        }
        return duration;
    }

    private static String spelledOut(String duration) {
        if (duration.endsWith("ms")) {
            return Duration.ofMillis(Long.parseLong(duration.replace("ms", ""))).toString();
        }
        return (duration.endsWith("d") ? "P" : "PT") + duration;
    }

    /** A duration, or whole days on the calendar (P1D), which a daylight-saving change makes 23 or 25 hours long. */
    public TemporalAmount calendarAmount(String key) {
        var value = required(key, "how long, for example P1D or PT6H");
        // Days are whole ones on the calendar here: 1d could be meant as 24 hours.
        var amount = DAYS.matcher(value).matches() ? period(value)
                : value.matches("[0-9]+d") ? Optional.<TemporalAmount>empty() : parsed(value);
        if (amount.isEmpty()) {
            throw new SettingException(key, value, "use a duration such as P1D or P2W (calendar days) or "
                    + "PT6H or 6h (hours)");
        }
        if (isLong(amount.get())) {
            throw new SettingException(key, value, "use ten years at most");
        }
        return amount.get();
    }

    private static boolean isLong(TemporalAmount amount) {
        var years = Horizon.YEARS.getYears();
        return amount instanceof Period period
                ? period.toTotalMonths() + period.getDays() / 28L > years * 12L
                : ((Duration) amount).toDays() > years * 366L;
    }

    private static Optional<Period> period(String value) {
        try {
            return Optional.of(Period.parse(value)).filter(period -> !period.isNegative());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    public ZoneId zone(String key) {
        var value = required(key, "a time zone such as UTC or Europe/Berlin");
        try {
            var zone = ZoneId.of(value);
            // Quartz reads the schedules' zone as a TimeZone, which takes a name that it does not know for GMT.
            if (TimeZone.getTimeZone(value).toZoneId().getRules().equals(zone.getRules())) {
                return zone;
            }
        } catch (DateTimeException e) {
            // said below
        }
        throw new SettingException(key, value, "use a time zone such as UTC or Europe/Berlin");
    }
}
