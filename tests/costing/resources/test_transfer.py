from costing.resources import transfer
from tests.costing.resources.case import Case

CASES = [
    Case(
        "a server without protocols speaks SFTP",
        transfer.Server,
        {},
        {"ProtocolHours": 730, "DownloadBytes": None, "UploadBytes": None},
    ),
    Case(
        "each protocol is charged by the hour",
        transfer.Server,
        {"protocols": ["SFTP", "FTPS", "FTP"], "domain": "EFS"},
        {"ProtocolHours": 2190, "DownloadBytes": 50, "UploadBytes": 10},
        usage={"monthly_data_downloaded_gb": 50, "monthly_data_uploaded_gb": 10},
    ),
    Case(
        "AS2 is charged by its messages",
        transfer.Server,
        {"protocols": ["AS2"]},
        {"ProtocolHours": 730},
        left_open=("AS2 messages",),
    ),
]
