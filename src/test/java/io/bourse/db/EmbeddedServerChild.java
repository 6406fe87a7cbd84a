package io.bourse.db;

import java.io.IOException;
import java.nio.file.Path;

/** A process that runs an embedded server until its input ends, and says on which port. */
final class EmbeddedServerChild {

    private EmbeddedServerChild() {}

    public static void main(String[] arguments) throws IOException {
        try (EmbeddedServer server = EmbeddedServer.start(Path.of(arguments[0]))) {
            System.out.println(server.address().port());
            while (System.in.read() >= 0) {
                // waits for the end
            }
        }
    }
}
