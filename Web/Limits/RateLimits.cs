using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using TradeBooks.Web.Errors;
using TradeBooks.Web.Security;

namespace TradeBooks.Web.Limits;

/// <summary>How often a caller may ask, and how many may watch the live stream at once.</summary>
internal sealed class RateLimits(IOptions<ApiOptions> options) : IConfigureOptions<RateLimiterOptions>
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    public void Configure(RateLimiterOptions limiter)
    {
        var limits = options.Value;
        limiter.GlobalLimiter = PartitionedRateLimiter.CreateChained(
            PartitionedRateLimiter.Create<HttpContext, string>(context => ForCaller(context, limits)),
            PartitionedRateLimiter.Create<HttpContext, string>(context => IsLive(context)
                ? RateLimitPartition.GetConcurrencyLimiter("live", _ => Concurrency(limits.Live.MaxClients))
                : RateLimitPartition.GetNoLimiter("")));
        limiter.OnRejected = async (rejected, _) =>
        {
            var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : limits.RetryAfter;
            var context = rejected.HttpContext;
            context.Response.Headers.RetryAfter =
                Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            await Problems.WriteAsync(
                context,
                StatusCodes.Status429TooManyRequests,
                IsLive(context) ? "There are too many live streams." : "There were too many requests.");
        };
    }

    private static RateLimitPartition<string> ForCaller(HttpContext context, ApiOptions limits)
    {
        if (context.Request.Path.StartsWithSegments("/health"))
            return RateLimitPartition.GetNoLimiter("");
        var caller = Caller.Of(context).Id;
        return IsLive(context)
            ? RateLimitPartition.GetConcurrencyLimiter($"live {caller}", _ => Concurrency(limits.Live.MaxClientsPerCaller))
            : RateLimitPartition.GetTokenBucketLimiter(caller, _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = limits.RateLimit.Burst,
                TokensPerPeriod = limits.RateLimit.PermitsPerSecond,
                ReplenishmentPeriod = Period,
                QueueLimit = 0,
            });
    }

    private static bool IsLive(HttpContext context) => context.Request.Path.StartsWithSegments("/api/live");

    private static ConcurrencyLimiterOptions Concurrency(int permits) => new() { PermitLimit = permits, QueueLimit = 0 };
}
