"""The loop of the API's documents, for each export of a list: one after the other, each body whole in memory."""
import sys
import time

import requests

HEADERS = {"SEI_API_KEY": "a-key", "Content-Type": "application/json"}
QUERY = "?projectIdentifier=a-project&orgIdentifier=an-org"

for line in open(sys.argv[1]):
    create_url, jobs_url, name, payload = line.rstrip("\n").split("\t")

    # Create export
    resp = requests.post(create_url + QUERY, headers=HEADERS, data=payload)
    export_id = resp.json()["exportId"]

    # Poll
    status_url = f"{jobs_url}/{export_id}{QUERY}"
    while True:
        status = requests.get(status_url, headers=HEADERS).json()["status"]
        if status.lower() == "completed":
            break
        time.sleep(5)

    # Download
    file_resp = requests.get(f"{jobs_url}/{export_id}/download{QUERY}", headers=HEADERS)
    with open(f"{sys.argv[2]}/{name}.csv", "wb") as f:
        f.write(file_resp.content)
