using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace TradeBooks.Grains.Interfaces;

/// <summary>What silo and client must agree on to understand each other.</summary>
public static class SerializationHosting
{
    /// <summary>Registers the wire formats of messages and views; the same on silo and client.</summary>
    public static IServiceCollection AddTradeBooksSerialization(this IServiceCollection services)
    {
        services.AddSerializer(builder => builder.AddAssembly(typeof(SerializationHosting).Assembly));
        // What a portfolio or symbol refuses reaches the client as it was thrown.
        services.Configure<ExceptionSerializationOptions>(options => options.SupportedNamespacePrefixes.Add("TradeBooks.Domain"));
        return services;
    }
}
