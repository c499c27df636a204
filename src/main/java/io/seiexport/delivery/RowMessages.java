package io.seiexport.delivery;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.seiexport.csv.NamedRows;
import io.seiexport.failure.ExportFailed;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultMessage;

/** Makes messages of the rows of a file, for a sink that takes rows: each a JSON object, in batches. */
public final class RowMessages {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int BATCH = 500;

    /** Each has the headers of the message that the exchange carries, and one more: its number in the file. */
    public Batches batches(InputStream csv, String numberHeader, Exchange exchange) throws IOException, ExportFailed {
        new CsvOnly().demand(exchange);
        return new Batches(new NamedRows(csv), numberHeader, exchange);
    }

    /** Reads the next batch when it is asked for, and closes the file at its end. */
    public static final class Batches implements Iterator<List<Message>>, Closeable {
        private final NamedRows rows;
        private final String numberHeader;
        private final Exchange exchange;
        private long number;
        private boolean atEnd;
        private List<Message> next;

        private Batches(NamedRows rows, String numberHeader, Exchange exchange) {
            this.rows = rows;
            this.numberHeader = numberHeader;
            this.exchange = exchange;
        }

        @Override
        public boolean hasNext() {
            if (next == null) {
                next = read();
            }
            return !next.isEmpty();
        }

        @Override
        public List<Message> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            var batch = next;
            next = null;
            return batch;
        }

        private List<Message> read() {
            var batch = new ArrayList<Message>();
            try {
                while (batch.size() < BATCH && !atEnd) {
                    var row = rows.next();
                    if (row.isPresent()) {
                        batch.add(message(row.get()));
                    } else {
                        atEnd = true;
                        rows.close();
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return batch;
        }

        private Message message(Map<String, String> row) throws IOException {
            var message = new DefaultMessage(exchange.getContext());
            exchange.getMessage().getHeaders().forEach(message::setHeader);
            message.setHeader(numberHeader, Long.toString(++number));
            message.setBody(JSON.writeValueAsBytes(row));
            return message;
        }

        @Override
        public void close() throws IOException {
            rows.close();
        }
    }
}
