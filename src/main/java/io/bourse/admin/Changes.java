package io.bourse.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import io.bourse.config.Secret;
import io.bourse.entry.Applied;
import io.bourse.http.Answer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Tells what a call has changed, in the lines that {@code bourse apply} prints. */
final class Changes {

    private Changes() {}

    /** With the secrets that were generated, which nobody can be told again. */
    static Answer answer(Applied applied) {
        int status = applied.created() && !applied.dryRun() ? 201 : 200;
        return Answer.json(status, json -> {
            write(json, applied.changes(), applied.dryRun());
            json.writeNumberField("unchanged", applied.unchanged());
            if (!applied.secrets().isEmpty() && !applied.dryRun()) {
                writeSecrets(json, applied.secrets());
            }
        });
    }

    static Answer answer(int status, List<String> changes, boolean dryRun) {
        return Answer.json(status, json -> write(json, changes, dryRun));
    }

    private static void write(JsonGenerator json, List<String> changes, boolean dryRun) throws IOException {
        json.writeBooleanField("dry_run", dryRun);
        json.writeArrayFieldStart("changes");
        for (String change : changes) {
            json.writeString(change);
        }
        json.writeEndArray();
    }

    private static void writeSecrets(JsonGenerator json, Map<String, Secret> secrets) throws IOException {
        json.writeObjectFieldStart("secrets");
        for (Map.Entry<String, Secret> each : new TreeMap<>(secrets).entrySet()) {
            json.writeStringField(each.getKey(), each.getValue().reveal());
        }
        json.writeEndObject();
    }
}
