package io.seiexport.delivery;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

import io.seiexport.failure.ExportFailed;
import org.apache.camel.Exchange;

/** What a transform has left, which is not read on past its deadline: it may have no end, and heed no interrupt. */
final class TimelyStream extends FilterInputStream {
    private final Exchange exchange;

    TimelyStream(InputStream content, Exchange exchange) {
        super(content);
        this.exchange = exchange;
    }

    @Override
    public int read() throws IOException {
        demandInTime();
        return super.read();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        demandInTime();
        return super.read(into, offset, length);
    }

    private void demandInTime() throws IOException {
        try {
            Turn.demandInTime(exchange);
        } catch (ExportFailed late) {
            throw new IOException(late);
        }
    }
}
