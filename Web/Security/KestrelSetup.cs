using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace TradeBooks.Web.Security;

/// <summary>Limits of the server, and the refusal to listen beyond loopback without a key.</summary>
internal sealed class KestrelSetup(IOptions<ApiOptions> options, ApiKeyRing keys, BindScope scope)
    : IConfigureOptions<KestrelServerOptions>
{
    public void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        var limits = kestrel.Limits;
        limits.MaxRequestBodySize = options.Value.MaxRequestBodyBytes;
        limits.MaxRequestLineSize = 8 * 1024;
        limits.MaxRequestHeadersTotalSize = 16 * 1024;
        limits.MaxRequestHeaderCount = 64;
        limits.MaxConcurrentConnections = options.Value.MaxConnections;
        limits.RequestHeadersTimeout = options.Value.RequestHeadersTimeout;
        kestrel.ConfigureEndpointDefaults(Bind);
    }

    private void Bind(ListenOptions endpoint)
    {
        if (endpoint.IPEndPoint is not { } address || IPAddress.IsLoopback(address.Address))
            return;
        if (keys.IsEmpty)
        {
            throw new OptionsValidationException(
                Options.DefaultName,
                typeof(ApiOptions),
                [
                    $"the API would listen on {address} without a key: set Api:Keys:0:Hash to the SHA-256 of one "
                    + "(printf %s \"$KEY\" | sha256sum), or listen on 127.0.0.1",
                ]);
        }

        scope.IsLoopbackOnly = false;
    }
}
