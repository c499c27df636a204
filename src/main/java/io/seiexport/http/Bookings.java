package io.seiexport.http;

import java.sql.SQLException;

/** Books the moments of calls, for all nodes together. */
interface Bookings {

    /**
     * Books a time, in microseconds, in a lane, after all that is booked there, or else from now on less a credit.
     *
     * @return where it begins, in microseconds from now; what has begun already is negative, by the credit at most
     */
    long book(String lane, long time, long credit) throws SQLException;
}
