package io.seiexport.csv;

import static io.seiexport.failure.Reason.HTML;
import static io.seiexport.failure.Reason.JSON;
import static io.seiexport.failure.Reason.NOT_CSV;
import static io.seiexport.failure.Reason.XML;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.seiexport.failure.Reason;

/** What the server calls a file in its Content-Type; much of what servers write there tells nothing. */
final class DeclaredType {

    static final DeclaredType NONE = new DeclaredType(List.of());

    private static final Pattern TYPE = Pattern.compile("[a-z]+/[a-z0-9!#$&^_.+-]+");
    private static final Pattern FILE = Pattern.compile(".*(csv|comma-separated|g-?zip|octet-stream|download|ms-excel)"
            + ".*|application/(x-)?(zip|zip-compressed|compressed?)");
    private static final Pattern OTHER = Pattern.compile("(?!text/plain$)(text|image|audio|video|font|model|message"
            + "|multipart)/.*|.*\\+[a-z]+|application/.*(pdf|html|json|xml|yaml|script|markdown|rtf|word|officedocument"
            + "|opendocument|parquet|avro|protobuf|tar|7z|rar|bzip|xz|zstd|wasm|sql|postscript|pkcs|grpc|form).*");

    private final List<String> names;

    private DeclaredType(List<String> names) {
        this.names = names;
    }

    /** Reads the header; a server may send several, or several in one. */
    static DeclaredType of(Stream<String> headers) {
        return new DeclaredType(headers.flatMap(header -> Stream.of(header.split(",")))
                .map(name -> name.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT))
                .filter(name -> TYPE.matcher(name).matches()).toList());
    }

    /** The type that tells of something else than a CSV, if one does. */
    Optional<String> other() {
        return names.stream().filter(name -> !isFile(name) && OTHER.matcher(name).matches()).findFirst();
    }

    boolean isJson() {
        return names.stream().anyMatch(name -> name.endsWith("json"));
    }

    /** Whether it is one of those under which a server also sends its sentences. */
    boolean mayBeText() {
        return !names.stream().allMatch(DeclaredType::isFile);
    }

    private static boolean isFile(String name) {
        return FILE.matcher(name).matches();
    }

    /** The word to count files of such a type by. */
    static Reason reason(String other) {
        return other.contains("html") ? HTML : other.endsWith("json") ? JSON
                : other.matches(".*\\bxml") ? XML : NOT_CSV;
    }
}
