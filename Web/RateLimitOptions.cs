namespace TradeBooks.Web;

/// <summary>How often one caller (a key, or an address without one) may ask; the live stream has limits of its own.</summary>
public sealed class RateLimitOptions
{
    /// <summary>Requests per second in the long run, 1 or more. Default 50.</summary>
    public int PermitsPerSecond { get; set; } = 50;

    /// <summary>Requests at once after a pause, 1 or more. Default 200.</summary>
    public int Burst { get; set; } = 200;
}
