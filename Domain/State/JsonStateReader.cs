using System.Globalization;
using System.Text.Json;

namespace TradeBooks.Domain.State;

/// <summary>Restores state from a JSON object that <see cref="JsonStateWriter"/> wrote.</summary>
/// <exception cref="StateException">From every method: the field is missing or of another kind or length.</exception>
public sealed class JsonStateReader(JsonElement root) : StateArchive
{
    private JsonElement _element = root;

    public override bool IsLoading => true;

    public override void Item(string name, ref bool value) => value = Read(name, static e => e.GetBoolean());

    public override void Item(string name, ref int value) => value = Read(name, static e => e.GetInt32());

    public override void Item(string name, ref long value) => value = Read(name, static e => e.GetInt64());

    public override void Item(string name, ref double value) => value = Read(name, ToDouble);

    public override void Item(string name, ref decimal value) => value = Read(name, static e => e.GetDecimal());

    public override void Item(string name, ref string value) => value = Read(name, static e => e.GetString() ?? throw new FormatException());

    public override void Item(string name, double[] values) => Fill(name, values, ToDouble);

    public override void Item(string name, long[] values) => Fill(name, values, static e => e.GetInt64());

    public override void Item(string name, decimal[] values) => Fill(name, values, static e => e.GetDecimal());

    public override void Item(string name, ref ReadOnlyMemory<byte> value) =>
        value = Read<ReadOnlyMemory<byte>>(name, static e => e.GetBytesFromBase64());

    public override void Item(string name, IPersistent part)
    {
        var outer = _element;
        _element = Member(name);
        if (_element.ValueKind != JsonValueKind.Object)
            throw new StateException($"saved state: '{name}' is not an object");
        part.Persist(this);
        _element = outer;
    }

    public override bool Has(string name, bool isSaved) =>
        _element.ValueKind == JsonValueKind.Object && _element.TryGetProperty(name, out _);

    public override void List(string name, ref int count, Action<int, StateArchive> item)
    {
        var outer = _element;
        var list = Member(name);
        if (list.ValueKind != JsonValueKind.Array)
            throw new StateException($"saved state: '{name}' is not a list");
        count = list.GetArrayLength();
        var index = 0;
        foreach (var element in list.EnumerateArray())
        {
            _element = element;
            item(index++, this);
        }

        _element = outer;
    }

    private static double ToDouble(JsonElement element) => element.ValueKind == JsonValueKind.String
        ? double.Parse(element.GetString()!, CultureInfo.InvariantCulture)
        : element.GetDouble();

    private void Fill<T>(string name, T[] values, Func<JsonElement, T> convert)
    {
        var list = Member(name);
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() != values.Length)
            throw new StateException($"saved state: '{name}' is not a list of {values.Length} numbers");
        var index = 0;
        foreach (var element in list.EnumerateArray())
            values[index++] = Convert(name, element, convert);
    }

    private T Read<T>(string name, Func<JsonElement, T> convert) => Convert(name, Member(name), convert);

    private static T Convert<T>(string name, JsonElement element, Func<JsonElement, T> convert)
    {
        try
        {
            return convert(element);
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException)
        {
            throw new StateException($"saved state: '{name}' is {element.GetRawText()}", e);
        }
    }

    private JsonElement Member(string name) =>
        _element.ValueKind == JsonValueKind.Object && _element.TryGetProperty(name, out var member)
            ? member
            : throw new StateException($"saved state: '{name}' is missing");
}
