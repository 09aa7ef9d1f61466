namespace TradeBooks.Web;

/// <summary>How the API is guarded and limited; section <c>Api</c> of the configuration.</summary>
public sealed class ApiOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Api";

    /// <summary>Keys that are accepted, as hashes. None by default: then nothing can be changed.</summary>
    public IList<ApiKeyOptions> Keys { get; init; } = [];

    /// <summary>
    /// Whether every call but <c>/health/*</c> needs a key. Always so unless the server is bound to loopback only;
    /// switch it on for a server on loopback that a reverse proxy makes public. Default false.
    /// </summary>
    public bool RequireKey { get; set; }

    /// <summary>
    /// Values of the <c>Host</c> header that are answered, <c>*.example.com</c> for all below, <c>*</c> for any.
    /// Default: <c>localhost</c>, <c>127.0.0.1</c> and <c>[::1]</c> on loopback, else any.
    /// </summary>
    public IList<string> AllowedHosts { get; init; } = [];

    /// <summary>Origins (<c>https://desk.example.com</c>) whose pages may call. Default none.</summary>
    public IList<string> CorsOrigins { get; init; } = [];

    /// <summary>Most entries of a page, 1 to 10,000. Default 1,000.</summary>
    public int MaxPageSize { get; set; } = 1_000;

    /// <summary>Most bytes of a request's body, 0 to 1,048,576. Default 1,024.</summary>
    public int MaxRequestBodyBytes { get; set; } = 1_024;

    /// <summary>Most connections at once, 1 or more. Default 2,000.</summary>
    public int MaxConnections { get; set; } = 2_000;

    /// <summary>How long a client may take to send a request's headers, 0.1 s to 10 min. Default 10 s.</summary>
    public TimeSpan RequestHeadersTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an answer may take to be made, 0.1 s to 10 min; live and file downloads go on. Default 30 s.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>What <c>Retry-After</c> says while the desk is away, 1 s to 1 h. Default 2 s.</summary>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How often one caller may ask.</summary>
    public RateLimitOptions RateLimit { get; init; } = new();

    /// <summary>The live stream.</summary>
    public LiveOptions Live { get; init; } = new();

    /// <summary>
    /// Meters that <c>/metrics</c> shows, <c>*</c> at the end for all that begin so. Default: <c>TradeBooks*</c>,
    /// <c>Microsoft.AspNetCore.Hosting</c>, <c>Microsoft.AspNetCore.Server.Kestrel</c> and <c>System.Runtime</c>.
    /// </summary>
    public IList<string> Meters { get; init; } = [];
}
