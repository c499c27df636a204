package io.seiexport.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.List;

import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/** A real SFTP server in this JVM that lets one user in by password and shows a directory as its root. */
public final class SftpServer implements AutoCloseable {

    private static final String USER = "exporter";
    private static final String PASSWORD = "exporters-password";

    private final SshServer server;
    private final PublicKey hostKey;
    private final String password;
    private final Path root;

    private SftpServer(SshServer server, PublicKey hostKey, String password, Path root) {
        this.server = server;
        this.hostKey = hostKey;
        this.password = password;
        this.root = root;
    }

    /** Starts a server on a free port, with a host key that nobody keeps. */
    public static SftpServer start(Path root) throws IOException, GeneralSecurityException {
        return start(root, PASSWORD);
    }

    /** The same with a password of one's own. */
    public static SftpServer start(Path root, String password) throws IOException, GeneralSecurityException {
        Files.createDirectories(root);
        var server = SshServer.setUpDefaultServer();
        server.setHost("127.0.0.1");
        server.setPort(0);
        var hostKey = KeyPairGenerator.getInstance("EC").generateKeyPair();
        server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
        server.setPasswordAuthenticator((user, given, session) -> USER.equals(user) && password.equals(given));
        server.setFileSystemFactory(new VirtualFileSystemFactory(root.toAbsolutePath()));
        server.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
        server.start();
        return new SftpServer(server, hostKey.getPublic(), password, root);
    }

    public int port() {
        return server.getPort();
    }

    /** The line of a known_hosts file by which this server is known. */
    public String knownHost() {
        return "[127.0.0.1]:" + port() + " " + PublicKeyEntry.toString(hostKey) + "\n";
    }

    public String user() {
        return USER;
    }

    public String password() {
        return password;
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
