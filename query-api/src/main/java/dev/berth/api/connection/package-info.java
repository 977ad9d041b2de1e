/** The connections of the API's server: how many there may be, and how long one may keep others waiting. */
package dev.berth.api.connection;
