package io.seiexport.delivery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Finds the files that earlier leases of a window have left, by the numbers of the leases in their names. */
final class EarlierFiles {
    private static final String NUMBER = "0|[1-9]\\d{0,17}";

    private EarlierFiles() {
    }

    /** Those of a folder whose names are this beginning, a lower number than that of the lease, and this ending. */
    static List<Path> in(Path folder, String beginning, long leaseNo, String ending) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> isEarlier(file.getFileName().toString(), beginning, leaseNo, ending)).toList();
        }
    }

    private static boolean isEarlier(String name, String beginning, long leaseNo, String ending) {
        if (!name.startsWith(beginning) || !name.endsWith(ending)
                || name.length() <= beginning.length() + ending.length()) {
            return false;
        }
        var number = name.substring(beginning.length(), name.length() - ending.length());
        return number.matches(NUMBER) && Long.parseLong(number) < leaseNo;
    }
}
