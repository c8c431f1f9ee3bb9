using System.Globalization;
using System.Text.Json;

namespace FirstDenial;

/// <summary>Writes calls as lines for <c>kernelguard decide</c>, so that other policies can be tried on what really happened.</summary>
internal static class CallFile
{
    public static void Write(string path, IEnumerable<LoggedCall> calls)
    {
        using var file = File.Create(path);
        foreach (var call in calls)
        {
            using (var json = new Utf8JsonWriter(file))
            {
                Write(json, call);
            }

            file.WriteByte((byte)'\n');
        }
    }

    private static void Write(Utf8JsonWriter json, LoggedCall call)
    {
        json.WriteStartObject();
        json.WriteString("id", string.Create(CultureInfo.InvariantCulture, $"c{call.Number}"));
        json.WriteString("session", call.Customer.Session);
        json.WriteString("agent", "support-bot");
        json.WriteString("user", call.Customer.Id);
        json.WriteString("tool", call.Wish.Tool);
        json.WritePropertyName("args");
        json.WriteRawValue(call.Wish.Arguments);
        json.WriteStartObject("context");
        json.WriteString("customer_email", call.Customer.Email);
        json.WriteEndObject();
        json.WriteString("time", call.Time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        if (call.Outcome.Executed)
        {
            json.WriteString("result", (string)call.Outcome.Result!);
        }

        json.WriteEndObject();
    }
}
