/**
 * The API described for programs: an OpenAPI document made from the route table and the schema files, so that it cannot
 * say anything else than they do.
 */
package dev.berth.api.openapi;
