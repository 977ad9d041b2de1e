/**
 * What bodies and query strings must look like: JSON schema files, one for each route and range of versions, and the
 * words in which a body that does not fit is refused. What a fitting body means does not belong here.
 */
package dev.berth.api.schema;
