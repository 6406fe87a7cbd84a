package io.bourse.door.sso;

import io.bourse.audit.AuditEvent.Origin;
import io.bourse.http.Call;

/**
 * A call whose message was read and whose caller was believed.
 *
 * @param message what this kind of call says
 */
record Asked<M>(Call call, Origin origin, Caller caller, M message) {}
