package io.seiexport.routes;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import org.apache.camel.Exchange;

/** A sink that hangs until a test lets it go; one that is deaf goes on hanging when it is interrupted. */
public final class Hanging {
    private final CountDownLatch letGo = new CountDownLatch(1);
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final List<Thread> interrupted = new CopyOnWriteArrayList<>();
    private volatile boolean deaf;

    public void hang(Exchange exchange) throws InterruptedException {
        threads.add(Thread.currentThread());
        while (letGo.getCount() > 0) {
            try {
                letGo.await();
            } catch (InterruptedException e) {
                interrupted.add(Thread.currentThread());
                if (!deaf) {
                    throw e;
                }
            }
        }
    }

    Hanging deaf() {
        deaf = true;
        return this;
    }

    void letGo() {
        letGo.countDown();
    }

    /** How often it was reached. */
    public int begun() {
        return threads.size();
    }

    int interrupted() {
        return interrupted.size();
    }

    /** A route with this id that hangs before it does these steps. */
    static String route(String id, String steps) {
        return """
                - route:
                    id: %1$s
                    description: Hang until the test says otherwise
                    group: sinks
                    errorHandler:
                      noErrorHandler: {}
                    from:
                      uri: direct
                      parameters:
                        name: %1$s
                      steps:
                        - bean:
                            id: %1$s-hangs
                            ref: hanging
                            method: hang
                """.formatted(id) + steps.indent(8);
    }
}
