package io.seiexport.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.List;

import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/** A real SFTP server in this JVM that lets one user in by password and shows a directory as its root. */
public final class SftpServer implements AutoCloseable {

    private static final String USER = "exporter";
    private static final String PASSWORD = "exporters-password";

    private final SshServer server;
    private final Path root;

    private SftpServer(SshServer server, Path root) {
        this.server = server;
        this.root = root;
    }

    /** Starts a server on a free port, with a host key that nobody keeps. */
    public static SftpServer start(Path root) throws IOException, GeneralSecurityException {
        Files.createDirectories(root);
        var server = SshServer.setUpDefaultServer();
        server.setHost("127.0.0.1");
        server.setPort(0);
        server.setKeyPairProvider(KeyPairProvider.wrap(KeyPairGenerator.getInstance("EC").generateKeyPair()));
        server.setPasswordAuthenticator((user, password, session) -> USER.equals(user) && PASSWORD.equals(password));
        server.setFileSystemFactory(new VirtualFileSystemFactory(root.toAbsolutePath()));
        server.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
        server.start();
        return new SftpServer(server, root);
    }

    public int port() {
        return server.getPort();
    }

    public String user() {
        return USER;
    }

    public String password() {
        return PASSWORD;
    }

    public Path root() {
        return root;
    }

    @Override
    public void close() {
        try {
            server.stop(true);
        } catch (IOException e) {
            throw new UncheckedIOException("the SFTP server did not stop", e);
        }
    }
}
