using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace TradeBooks.Web.Tests.Hosting;

/// <summary>Checks a JSON value against a schema of an OpenAPI document, as far as such documents go here.</summary>
internal static partial class SchemaCheck
{
    public static void Check(JsonElement document, JsonElement schema, JsonElement value, string at)
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            var target = document;
            foreach (var part in reference.GetString()!.Split('/').Skip(1))
                target = target.GetProperty(part);
            Check(document, target, value, at);
            return;
        }

        if (schema.TryGetProperty("oneOf", out var choices))
        {
            Assert.True(choices.EnumerateArray().Any(choice => Fits(document, choice, value, at)), $"{at}: {value} fits no choice");
            return;
        }

        if (schema.TryGetProperty("enum", out var names))
            Assert.True(names.EnumerateArray().Any(name => name.ToString() == value.ToString()), $"{at}: {value} is not one of {names}");
        if (schema.TryGetProperty("type", out var type))
            Assert.True(Types(type).Any(name => IsOf(name, value)), $"{at}: {value} is not {type}");
        else
            Assert.True(schema.TryGetProperty("enum", out _), $"{at}: the schema says nothing: {schema}");
        if (value.ValueKind == JsonValueKind.String && schema.TryGetProperty("format", out var format) && format.GetString() == "date-time")
            Assert.Matches(Time(), value.GetString()!);
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
                Check(document, schema.GetProperty("items"), item, $"{at}[]");
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            CheckObject(document, schema, value, at);
        }
    }

    private static void CheckObject(JsonElement document, JsonElement schema, JsonElement value, string at)
    {
        var hasProperties = schema.TryGetProperty("properties", out var properties);
        var hasMore = schema.TryGetProperty("additionalProperties", out var more);
        foreach (var member in value.EnumerateObject())
        {
            var where = $"{at}.{member.Name}";
            if (hasProperties && properties.TryGetProperty(member.Name, out var declared))
                Check(document, declared, member.Value, where);
            else if (hasMore && more.ValueKind == JsonValueKind.Object)
                Check(document, more, member.Value, where);
            else
                Assert.True(where.EndsWith(".traceId", StringComparison.Ordinal), $"{where} is not declared");
        }

        if (!schema.TryGetProperty("required", out var required))
            return;
        foreach (var name in required.EnumerateArray())
            Assert.True(value.TryGetProperty(name.GetString()!, out _), $"{at}.{name} is missing");
    }

    private static bool Fits(JsonElement document, JsonElement schema, JsonElement value, string at)
    {
        try
        {
            Check(document, schema, value, at);
            return true;
        }
        catch (Xunit.Sdk.XunitException)
        {
            return false;
        }
    }

    private static IEnumerable<string> Types(JsonElement type) => type.ValueKind == JsonValueKind.Array
        ? type.EnumerateArray().Select(name => name.GetString()!)
        : [type.GetString()!];

    private static bool IsOf(string type, JsonElement value) => type switch
    {
        "null" => value.ValueKind == JsonValueKind.Null,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind == JsonValueKind.Number && long.TryParse(value.GetRawText(), CultureInfo.InvariantCulture, out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        "array" => value.ValueKind == JsonValueKind.Array,
        _ => value.ValueKind == JsonValueKind.Object,
    };

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.(\d{3}|\d{6})Z$")]
    private static partial Regex Time();
}
