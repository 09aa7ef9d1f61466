using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Mvc;

namespace TradeBooks.Web.Json;

/// <summary>How answers are written: camelCase, enums by name, decimals as exact numbers, times in UTC.</summary>
internal static class WebJson
{
    /// <summary>The API's options, for what is written outside of an endpoint's result.</summary>
    public static JsonSerializerOptions Wire { get; } = Create();

    public static JsonTypeInfo<ProblemDetails> Problem { get; } =
        (JsonTypeInfo<ProblemDetails>)Wire.GetTypeInfo(typeof(ProblemDetails));

    /// <summary>Brings the API's way of writing into options.</summary>
    public static void Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.Converters.Add(new EventTimeConverter());
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.TypeInfoResolverChain.Insert(0, WebJsonContext.Default);
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Apply(options);
        options.TypeInfoResolverChain.Add(new DefaultJsonTypeInfoResolver());
        options.MakeReadOnly();
        return options;
    }
}
