package io.bourse.app;

import io.bourse.logging.Logging;

/** Ends a process in order when it is told to stop. */
final class Stopping {

    private Stopping() {}

    /** Closes these, in this order, on SIGTERM, SIGINT or the end of the process. */
    static void onSignal(RunningServer server, Logging logging) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            server.close();
                            logging.close();
                        },
                        "bourse-stop"));
    }
}
