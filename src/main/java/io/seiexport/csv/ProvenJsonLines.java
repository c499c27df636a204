package io.seiexport.csv;

import java.io.InputStream;
import java.io.OutputStream;

import org.apache.camel.Exchange;
import org.apache.camel.spi.DataFormat;
import org.apache.camel.support.service.ServiceSupport;

/**
 * The data format of what a transform has made of a CSV if that is JSON lines: unmarshal turns the body into a
 * {@link ProvingStream} as {@link ProvenCsv} does with a CSV.
 */
public final class ProvenJsonLines extends ServiceSupport implements DataFormat {
    private final FileLimits rules;

    public ProvenJsonLines(FileLimits rules) {
        this.rules = rules;
    }

    @Override
    public Object unmarshal(Exchange exchange, InputStream body) {
        return ProvenCsv.kept(ProvingStream.ofJsonLines(body, rules), exchange);
    }

    @Override
    public void marshal(Exchange exchange, Object graph, OutputStream stream) {
        throw new UnsupportedOperationException("The data format of JSON lines reads files; it writes none.");
    }
}
