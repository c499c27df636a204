package io.seiexport.delivery;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import io.seiexport.disk.OwnFile;
import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.Reason;
import io.seiexport.http.Account;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.S3Client;

/** Refuses to replace a file in a sink that, by its manifest, is of another server, organization or project. */
public final class ForeignFiles {
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    private final Account ours;

    public ForeignFiles(Account ours) {
        this.ours = ours;
    }

    /** Refuses to go on if the manifest in a folder is that of another; the setting says which folder it is. */
    public void refuse(String directory, String name, String setting) throws IOException, ExportFailed {
        var manifest = Path.of(directory, name);
        if (OwnFile.isAt(manifest) && Files.size(manifest) <= ReadManifest.LARGEST) {
            try (var in = OwnFile.read(manifest)) {
                refuse(in.readNBytes(ReadManifest.LARGEST), manifest.toString(), setting);
            }
        }
    }

    /** The same in a bucket; where the key may not read, nobody can tell. */
    public void refuse(S3Client client, String bucket, String key, String setting) throws IOException, ExportFailed {
        try (var manifest = client.getObject(request -> request.bucket(bucket).key(key))) {
            refuse(manifest.readNBytes(ReadManifest.LARGEST), key, setting);
        } catch (AwsServiceException e) {
            if (e.statusCode() != NOT_FOUND && e.statusCode() != FORBIDDEN) {
                throw e;
            }
        }
    }

    /** The same for a manifest that a route has read from its sink; empty or null if there was none. */
    public void refuse(String manifest, String setting) throws IOException, ExportFailed {
        if (manifest != null) {
            refuse(manifest.getBytes(StandardCharsets.UTF_8), "its manifest", setting);
        }
    }

    private void refuse(byte[] manifest, String place, String setting) throws IOException, ExportFailed {
        var stated = ReadManifest.in(manifest);
        if (stated.isForeignTo(ours)) {
            throw new ExportFailed(Reason.FOREIGN_FILE, "the file that exists under this name is that of "
                    + stated.account() + ", as " + place + " says, and is not replaced by that of " + ours + "; set "
                    + setting + " to another place, or delete that file and its manifest");
        }
    }
}
