package io.bourse.door.sso;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.bourse.http.Answer;
import io.bourse.service.Account;
import io.bourse.service.Deed;
import io.bourse.service.Key;
import io.bourse.service.ServiceProfile;
import io.bourse.user.Profile;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes messages as grpc-gateway does: what is false, empty or the first constant is left away. */
record Fields(ObjectNode object) {

    private static final String GRPC_TYPE = "Grpc-Metadata-Content-Type";

    /** What the original has for whoever said nothing. */
    private static final String LOCALE = "en";

    private static final String TIMEZONE = "Etc/UTC";

    static Answer answer(Consumer<Fields> members) {
        Fields fields = new Fields(JsonNodeFactory.instance.objectNode());
        members.accept(fields);
        return Answer.json(200, Buffer.buffer(fields.object.toString().getBytes(StandardCharsets.UTF_8)))
                .with(GRPC_TYPE, "application/grpc");
    }

    void text(String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            object.put(name, value);
        }
    }

    void texts(String name, List<String> values) {
        if (!values.isEmpty()) {
            ArrayNode list = object.putArray(name);
            values.forEach(list::add);
        }
    }

    void flag(String name, boolean value) {
        if (value) {
            object.put(name, true);
        }
    }

    void number(String name, int value) {
        if (value != 0) {
            object.put(name, value);
        }
    }

    /** One that says something even when it is false. */
    void choice(String name, @Nullable Boolean value) {
        if (value != null) {
            object.put(name, value);
        }
    }

    private void time(String name, Instant value) {
        object.put(name, value.toString());
    }

    /** A message within this one, there even if it is empty. */
    void message(String name, Consumer<Fields> members) {
        members.accept(new Fields(object.putObject(name)));
    }

    <T> void messages(String name, List<T> values, BiConsumer<Fields, T> members) {
        if (!values.isEmpty()) {
            ArrayNode list = object.putArray(name);
            values.forEach(value -> members.accept(new Fields(list.addObject()), value));
        }
    }

    /** A token and when it ends, in seconds since the epoch: 64 bits are a text. */
    void token(String name, String token, Instant expiresAt) {
        message(name, fields -> {
            fields.text("token", token);
            fields.text("token_expires", Long.toString(expiresAt.getEpochSecond()));
        });
    }

    void account(Account account) {
        Profile profile = account.user().profile();
        time("created_at", account.createdAt());
        time("updated_at", account.updatedAt());
        text("id", account.user().id());
        flag("is_enabled", account.user().enabled());
        text("name", profile.name());
        text("email", account.user().email());
        text("locale", profile.locale() == null ? LOCALE : profile.locale());
        text("timezone", profile.timezone() == null ? TIMEZONE : profile.timezone());
        flag("password_allow_reset", profile.passwordAllowReset());
        flag("password_require_update", profile.passwordRequireUpdate());
    }

    void key(Key key) {
        time("created_at", key.createdAt());
        time("updated_at", key.updatedAt());
        text("id", key.id());
        flag("is_enabled", key.enabled());
        flag("is_revoked", key.revoked());
        if (key.type().ordinal() > 0) {
            text("type", key.type().name());
        }
        text("name", key.name());
        text("service_id", key.service());
        text("user_id", key.user());
    }

    void service(ServiceProfile service) {
        time("created_at", service.createdAt());
        time("updated_at", service.updatedAt());
        text("id", service.id());
        flag("is_enabled", service.enabled());
        text("name", service.name());
        text("url", service.url());
        text("provider_local_url", service.localUrl());
    }

    void deed(Deed deed) {
        time("created_at", deed.createdAt());
        time("updated_at", deed.updatedAt());
        text("id", deed.id());
        text("user_agent", deed.agent());
        text("remote", deed.remote());
        text("forwarded", deed.forwarded());
        if (deed.statusCode() != null) {
            object.put("status_code", deed.statusCode());
        }
        text("type", deed.type());
        text("subject", deed.subject());
        object.putRawValue("data", new RawValue(deed.data()));
        text("key_id", deed.key());
        text("service_id", deed.service());
        text("user_id", deed.user());
        text("user_key_id", deed.userKey());
    }
}
