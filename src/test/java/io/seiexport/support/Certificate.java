package io.seiexport.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;

/** A certificate that a server shows and that signs itself, made by the tool that every JDK brings along. */
public final class Certificate {
    private static final String PASSWORD = "of-the-tests";

    private final Path store;

    private Certificate(Path store) {
        this.store = store;
    }

    /** With localhost as its common name, and these alternative names, such as {@code ip:127.0.0.1}, if any. */
    public static Certificate in(Path folder, String... names) throws IOException, InterruptedException {
        var store = folder.resolve("server.p12");
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-alias", "server", "-keyalg", "EC", "-dname", "CN=localhost", "-validity", "2",
                "-storetype", "PKCS12", "-storepass", PASSWORD, "-keystore", store.toString()));
        if (names.length > 0) {
            command.addAll(List.of("-ext", "san=" + String.join(",", names)));
        }
        var log = folder.resolve("keytool.log").toFile();
        var made = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
        if (made.waitFor() != 0) {
            throw new IOException(Files.readString(log.toPath()));
        }
        return new Certificate(store);
    }

    /** For the server. */
    public SSLContext context() throws GeneralSecurityException, IOException {
        var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    /** For a client that trusts this certificate and no other. */
    public SSLContextParameters trusted() {
        var keys = new KeyStoreParameters();
        keys.setResource("file:" + store);
        keys.setPassword(PASSWORD);
        var trust = new TrustManagersParameters();
        trust.setKeyStore(keys);
        var parameters = new SSLContextParameters();
        parameters.setTrustManagers(trust);
        return parameters;
    }
}
