package io.seiexport.delivery;

import java.net.URI;
import java.net.URISyntaxException;

import io.seiexport.http.Origins;
import io.seiexport.http.PlainHttp;
import io.seiexport.settings.SettingException;
import io.seiexport.settings.Settings;

/** Reads the address of a store that is not that of AWS: it is sent files and signatures. */
public final class S3Endpoint {
    private static final String KEY = "sink.s3.endpoint";

    private S3Endpoint() {
    }

    /** Empty stands for AWS; one that cannot be called, or may not be, is refused. */
    public static String of(Settings settings, PlainHttp plainHttp) {
        var endpoint = settings.text(KEY);
        if (endpoint.isEmpty()) {
            return endpoint;
        }
        try {
            var address = new URI(endpoint);
            if (!Origins.callable(address)) {
                throw new SettingException(KEY, endpoint, "use an address such as https://s3.example.com");
            }
            if (!plainHttp.permits(address)) {
                throw new SettingException(KEY, endpoint, "the files would be sent unencrypted; use https, or allow it "
                        + "with sei.allow-plain-http=true");
            }
            return endpoint;
        } catch (URISyntaxException e) {
            throw new SettingException(KEY, endpoint, "this is not an address: " + e.getReason());
        }
    }
}
