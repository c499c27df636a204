package io.seiexport.api;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecRuntime;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/**
 * Hangs up when an answer is closed before its end, as a file is that was refused. The HTTP client would receive all
 * the rest first to keep the connection, for ever if there is no end.
 */
public final class HangUp implements HttpClientConfigurer {

    @Override
    public void configureHttpClient(HttpClientBuilder client) {
        client.addExecInterceptorLast("hang-up", (request, scope, chain) -> {
            var answer = chain.proceed(request, scope);
            if (answer.getEntity() != null) {
                answer.setEntity(new Answer(answer.getEntity(), scope.execRuntime));
            }
            return answer;
        });
    }

    private static final class Answer extends HttpEntityWrapper {
        private final ExecRuntime connection;
        private InputStream content;

        Answer(HttpEntity answer, ExecRuntime connection) {
            super(answer);
            this.connection = connection;
        }

        @Override
        public InputStream getContent() throws IOException {
            if (content == null) {
                content = new Content(super.getContent(), connection, getContentLength());
            }
            return content;
        }
    }

    private static final class Content extends FilterInputStream {
        private final ExecRuntime connection;
        private long left;
        private boolean ended;

        /** A reader who knows the length does not read on to the end of the stream, so the length counts too. */
        Content(InputStream content, ExecRuntime connection, long length) {
            super(content);
            this.connection = connection;
            left = length;
        }

        @Override
        public int read() throws IOException {
            var read = super.read();
            left -= read < 0 ? 0 : 1;
            ended |= read < 0 || left == 0;
            return read;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            var read = super.read(bytes, offset, length);
            left -= Math.max(read, 0);
            ended |= read < 0 || left == 0;
            return read;
        }

        @Override
        public void close() throws IOException {
            if (ended) {
                super.close();
            } else {
                connection.discardEndpoint();
            }
        }
    }
}
