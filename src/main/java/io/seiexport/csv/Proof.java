package io.seiexport.csv;

import java.util.List;
import java.util.stream.Stream;

/**
 * What is known for certain about a CSV file that was read to its end.
 *
 * @param rows            data rows by the rules of CSV: the header is none, a line break inside quotes ends none
 * @param columns         names in the header
 * @param bytes           size unpacked
 * @param compressedBytes size as received
 * @param sha256          of the unpacked bytes, in lower-case hexadecimal digits
 * @param header          the names, unquoted
 * @param warnings        sentences about what is odd, yet no ground to refuse the file
 */
public record Proof(long rows, int columns, long bytes, long compressedBytes, String sha256, List<String> header,
        List<String> warnings) {

    public Proof {
        header = List.copyOf(header);
        warnings = List.copyOf(warnings);
    }

    /** The same with more that is odd. */
    public Proof alsoOdd(List<String> more) {
        return new Proof(rows, columns, bytes, compressedBytes, sha256, header,
                Stream.concat(warnings.stream(), more.stream()).toList());
    }
}
