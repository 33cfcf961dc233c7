using System.Text;

using QRCoder;

namespace Gatehouse.Server.SignIn;

/// <summary>QR codes as SVG.</summary>
static class QrPicture
{
    const int Module = 5;

    public static IResult Of(string text)
    {
        using var generator = new QRCodeGenerator();
        using var data = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        using var picture = new SvgQRCode(data);
        return Results.Bytes(Encoding.UTF8.GetBytes(picture.GetGraphic(Module)), "image/svg+xml");
    }
}
