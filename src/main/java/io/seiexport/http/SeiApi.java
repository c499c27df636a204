package io.seiexport.http;

import java.net.URI;

import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.Reason;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpMethods;
import org.apache.hc.core5.http.HttpHeaders;

/** Says where a call goes and what it wants back, and has it signed for the server of sei.base-url alone. */
public final class SeiApi {
    /** A longer one would also keep Camel's own look at it busy for minutes. */
    private static final int LONGEST_ADDRESS = 8192;
    private static final String JSON = "application/json";
    /** By which a report that is asked for by a GET is told from a download, too. */
    static final String CSV = "text/csv";
    /** A server that has another name for what it sends is not to refuse the call. */
    private static final String FILE = "text/csv, application/gzip, */*;q=0.8";

    private final BaseUrl base;
    private final Account account;
    private final Origins origins;
    private final ApiKey key;

    public SeiApi(BaseUrl base, Account account, Origins origins, ApiKey key) {
        this.base = base;
        this.account = account;
        this.origins = origins;
        this.key = key;
    }

    /** Addresses a call of the API, and signs it. */
    public void call(Exchange exchange) throws ExportFailed {
        address(exchange, false, JSON);
    }

    /** The same for one that is answered by a file; a GET could also be answered by a page of a list. */
    public void report(Exchange exchange) throws ExportFailed {
        address(exchange, false, ApiCall.of(exchange).isPost() ? FILE : CSV);
    }

    /** Addresses a download, which may also come from an allowed server that is shown no key. */
    public void download(Exchange exchange) throws ExportFailed {
        address(exchange, true, FILE);
    }

    private void address(Exchange exchange, boolean download, String wanted) throws ExportFailed {
        var call = ApiCall.of(exchange);
        var target = target(call);
        if (target.toString().length() > LONGEST_ADDRESS) {
            throw new ExportFailed(Reason.UNREADABLE_ANSWER, "the server points the " + (download ? "download" : "call")
                    + " to an address of " + target.toString().length() + " characters, and no server accepts more "
                    + "than " + LONGEST_ADDRESS);
        }
        var message = exchange.getMessage();
        // As Camel's own value: of a text it searches a converter at each call.
        message.setHeader(Exchange.HTTP_METHOD, HttpMethods.valueOf(call.method()));
        message.setHeader(Exchange.HTTP_URI, withoutQuery(target));
        message.setHeader(Exchange.HTTP_RAW_QUERY, target.getRawQuery() == null ? "" : target.getRawQuery());
        message.setHeader(HttpHeaders.ACCEPT, wanted);
        demandPermitted(call, target, download);
        if (base.hosts(target)) {
            key.sign(exchange);
            // Its documents demand it of all calls; another server may have signed an address without it.
            message.setHeader(Exchange.CONTENT_TYPE, JSON);
        }
    }

    private void demandPermitted(ApiCall call, URI target, boolean download) throws ExportFailed {
        if (base.hosts(target)) {
            OtherJob.refuse(base.pathWithin(target), call.exportId());
        } else {
            origins.permit(target, download);
        }
    }

    /** Whether a download from there would not be refused. */
    public boolean mayBeAsked(ApiCall call, String path) {
        try {
            demandPermitted(call, target(path), true);
            return true;
        } catch (ExportFailed e) {
            return false;
        }
    }

    /** Where the call goes next: on to where it was led, else to its own path. */
    URI target(ApiCall call) {
        var location = call.course().location();
        return location == null ? target(call.path()) : location;
    }

    private URI target(String path) {
        return URI.create(path.startsWith("/")
                ? base.address() + path + (path.contains("?") ? "&" : "?") + account.query()
                : path);
    }

    private static String withoutQuery(URI target) {
        return target.toString().replaceFirst("[?#].*", "");
    }
}
