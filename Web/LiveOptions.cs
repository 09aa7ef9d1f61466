namespace TradeBooks.Web;

/// <summary>The live stream's clients.</summary>
public sealed class LiveOptions
{
    /// <summary>How often a quiet stream says that it is there, 0.1 s to 10 min. Default 15 s.</summary>
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a client may leave what it was sent unread before it is dropped, 0.1 s to 10 min. Default 30 s.</summary>
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Most clients at once, 1 or more. Default 1,000.</summary>
    public int MaxClients { get; set; } = 1_000;

    /// <summary>Most clients at once of one caller, 1 or more. Default 256.</summary>
    public int MaxClientsPerCaller { get; set; } = 256;
}
