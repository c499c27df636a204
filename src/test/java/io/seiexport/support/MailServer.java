package io.seiexport.support;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;

/** Takes mails at a free port, and has a minute to start: by itself GreenMail gives its own start two seconds. */
public final class MailServer extends GreenMail implements AutoCloseable {
    private static final int START_MILLIS = 60_000;

    public MailServer() {
        super(patient(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP)));
    }

    private static ServerSetup patient(ServerSetup setup) {
        setup.setServerStartupTimeout(START_MILLIS);
        return setup;
    }

    @Override
    public void close() {
        stop();
    }
}
