package io.bourse.door.oauth;

import io.bourse.client.Client;
import io.bourse.http.Form;

/** A request, read once, and whose it is. */
record Authenticated(Form form, Client client) {}
