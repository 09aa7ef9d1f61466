using System.Globalization;
using System.Text.Json;

namespace TradeBooks.Domain.State;

/// <summary>Saves state as members of a JSON object.</summary>
public sealed class JsonStateWriter(Utf8JsonWriter json) : StateArchive
{
    public override bool IsLoading => false;

    public override void Item(string name, ref bool value) => json.WriteBoolean(name, value);

    public override void Item(string name, ref int value) => json.WriteNumber(name, value);

    public override void Item(string name, ref long value) => json.WriteNumber(name, value);

    public override void Item(string name, ref double value)
    {
        json.WritePropertyName(name);
        Write(value);
    }

    public override void Item(string name, ref decimal value) => json.WriteNumber(name, value);

    public override void Item(string name, ref string value) => json.WriteString(name, value);

    public override void Item(string name, double[] values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            Write(value);
        json.WriteEndArray();
    }

    public override void Item(string name, long[] values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteNumberValue(value);
        json.WriteEndArray();
    }

    public override void Item(string name, decimal[] values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteNumberValue(value);
        json.WriteEndArray();
    }

    public override void Item(string name, ref ReadOnlyMemory<byte> value) => json.WriteBase64String(name, value.Span);

    public override void Item(string name, IPersistent part)
    {
        json.WriteStartObject(name);
        part.Persist(this);
        json.WriteEndObject();
    }

    public override bool Has(string name, bool isSaved) => isSaved;

    public override void List(string name, ref int count, Action<int, StateArchive> item)
    {
        json.WriteStartArray(name);
        for (var i = 0; i < count; i++)
        {
            json.WriteStartObject();
            item(i, this);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // JSON has no NaN and no infinity: those are text.
    private void Write(double value)
    {
        if (double.IsFinite(value))
            json.WriteNumberValue(value);
        else
            json.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));
    }
}
